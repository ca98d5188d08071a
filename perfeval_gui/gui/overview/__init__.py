"""The unit overview: all projects of a year or unit as a table with charts."""
