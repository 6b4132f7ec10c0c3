"""Finding places and units: accent-free, typo-tolerant, with exact diacritics first."""
