"""Road networks: arrays that hold them, builders, files, and the NetworkX view."""
