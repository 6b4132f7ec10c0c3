"""Isochrones: the area within reach of one or more points in a given time."""
