"""A finished PDF to a queue of CUPS, byte for byte: what a press asks for, colours untouched."""

import shutil
import subprocess
from math import ceil
from pathlib import Path
from typing import Final

from data.errors import BadInputError, StorageError
from data.language.catalogue import N_

_PATIENCE_S: Final = 60.0
_AS_IT_IS: Final = "document-format=application/vnd.cups-pdf"
# Past the filter of CUPS that cuts pages to their trim box, marks and all.


def send_pdf(path: Path, printer: str, title: str, size_mm: tuple[float, float]) -> None:
    """Hand a PDF to a queue.

    Parameters
    ----------
    size_mm
        Width and height of its pages with all marks: paper of that size is asked for.

    Raises
    ------
    BadInputError
        If this computer has no CUPS (Windows): its spooler takes no PDF.
    StorageError
        If the queue refuses the file.
    """
    tool = shutil.which("lp")
    if tool is None:
        raise BadInputError(
            N_("This computer cannot send a PDF in inks to a printer."),
            where="--cmyk",
            remedy=N_("Write the file with 'export --cmyk' and give it to the print shop."),
        )
    media = "media=Custom.{:.0f}x{:.0f}mm".format(*map(ceil, sorted(size_mm)))
    try:
        sent = subprocess.run(  # noqa: S603 - the queue has its name from CUPS
            [tool, "-d", printer, "-t", title, "-o", media, "-o", _AS_IT_IS, "--", str(path)],
            capture_output=True,
            check=False,
            text=True,
            timeout=_PATIENCE_S,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise _refused(printer, str(error)) from error
    if sent.returncode:
        raise _refused(printer, sent.stderr.strip())


def _refused(printer: str, reason: str) -> StorageError:
    return StorageError(
        N_("The printer '{printer}' does not take the print."),
        remedy=N_("See whether it is switched on and has paper, or write a PDF instead."),
        printer=printer,
        details=[StorageError(N_("The queue says: {reason}"), reason=reason)],
    )
