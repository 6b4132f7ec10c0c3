"""What a tour costs and emits: ``sheet`` adds up, ``carbon`` holds the factors with their sources."""
