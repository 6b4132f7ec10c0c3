"""The printers of this computer (CUPS on Linux and macOS, the spooler on Windows)."""

from PySide6.QtPrintSupport import QPrinterInfo

from data.errors import BadInputError
from data.language.catalogue import N_
from gis_app.printing.pdf import ensure_application


def printer_names() -> tuple[str, ...]:
    """Return the names of the printers there are, the default one first."""
    ensure_application()
    default = QPrinterInfo.defaultPrinterName()
    names = QPrinterInfo.availablePrinterNames()
    return tuple(sorted(names, key=lambda name: (name != default, name)))


def printer_called(name: str) -> QPrinterInfo:
    """Return a printer; the default one when ``name`` is empty.

    Raises
    ------
    BadInputError
        If there is no such printer, or none at all.
    """
    names = printer_names()
    if not names:
        raise BadInputError(
            N_("No printer is set up on this computer."),
            remedy=N_("Set one up in the system, or write a PDF with 'export --template'."),
        )
    if name and name not in names:
        raise BadInputError(
            N_("There is no printer '{printer}'."),
            where="--printer",
            remedy=N_("Choose from: {printers}."),
            printer=name,
            printers=", ".join(names),
        )
    return QPrinterInfo.printerInfo(name or names[0])
