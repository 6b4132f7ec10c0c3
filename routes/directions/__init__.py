"""Directions: a route as a list of turns, in words of either language."""
