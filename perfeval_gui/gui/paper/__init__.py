"""The page as it will print: on screen beside the form, in the preview and on the printer."""
