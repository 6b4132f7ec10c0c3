"""QR codes as squares, and what phones need to read them from paper."""

from typing import Final

import segno
from segno.encoder import DataOverflowError

from data.errors import BadInputError
from data.language.catalogue import N_

QUIET_MODULES: Final = 4
"""Modules left white on every side (ISO/IEC 18004, 6.3.8)."""

LEAST_MODULE_MM: Final = 0.33
"""Smallest module that phones read from the hand; also the least of GS1 for codes read in shops."""

LEAST_SIDE_MM: Final = 15.0
"""Smallest code, without its quiet zone, that people find and hold a phone over."""


def qr_rows(content: str) -> tuple[bytearray, ...]:
    """Return the modules of a code row by row, 1 is dark, without quiet zone; error correction M.

    Raises
    ------
    BadInputError
        If no code holds so much.
    """
    try:
        return tuple(segno.make(content, error="m", micro=False).matrix)
    except DataOverflowError as error:
        raise BadInputError(
            N_("The text is too long for a QR code: {letters} letters."),
            remedy=N_("Shorten the text or the address."),
            letters=len(content),
        ) from error
