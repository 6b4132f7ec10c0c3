"""Command line: thin commands over the functions that the window uses too."""
