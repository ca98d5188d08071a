"""Import in the window: files are gathered and read in the background, what was found is shown before it is taken."""
