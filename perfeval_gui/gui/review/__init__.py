"""复核: the page on which the department looks a form through."""
