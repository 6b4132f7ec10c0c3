"""Preflight notes: everything that did not go onto the paper as it should, said in words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class NoteKind(StrEnum):
    """What is wrong; stable names for scripts."""

    TEXT_OVERFLOW = "text_overflow"
    TEXT_SMALL = "text_small"
    MISSING_GLYPH = "missing_glyph"
    FALLBACK_FONT = "fallback_font"
    MISSING_PHOTO = "missing_photo"
    QR_SMALL = "qr_small"
    LOW_RESOLUTION = "low_resolution"
    UNPLACED_LABEL = "unplaced_label"
    MAP_CUT = "map_cut"
    RGB_OBJECT = "rgb_object"
    INK_LIMIT = "ink_limit"
    LEFT_OUT = "left_out"


@dataclass(frozen=True, slots=True)
class Note:
    """One finding.

    Parameters
    ----------
    page
        Page number from 1; 0 where it is about the whole.
    message, facts
        Msgid and placeholders of the sentence.
    """

    kind: NoteKind
    page: int
    message: str
    facts: Mapping[str, str | int | float] = field(default_factory=dict)
