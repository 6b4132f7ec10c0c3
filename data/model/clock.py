"""Times of day: seconds after local midnight."""

from typing import Final

DAY_S: Final = 86_400
"""Seconds in a day; a tour day may end after midnight, so times of day run up to ``2 * DAY_S``."""
