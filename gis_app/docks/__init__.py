"""The panels around the map: register, designer, timeline."""
