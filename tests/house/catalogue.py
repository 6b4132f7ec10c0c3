"""The msgids of the code, and the Vietnamese catalogue brought up to date with them ('make messages').

A text for the user is a literal inside ``N_()``, or the msgid argument of ``translate`` or
``translate_count``.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

REPOSITORY: Final = Path(__file__).resolve().parent.parent.parent
PACKAGES: Final = ("gis_app", "layers", "routes", "data")
VIETNAMESE: Final = REPOSITORY / "resources" / "locale" / "vi" / "messages.po"
KEYWORDS: Final = {"N_": None, "translate": (2,), "translate_count": (2, 3)}
LINE_WIDTH: Final = 110


def messages() -> Iterator[tuple[str | tuple[str, ...], str]]:
    """Yield each msgid of the code with the file and line where it is written."""
    for package in PACKAGES:
        found = extract_from_dir(REPOSITORY / package, [("**.py", "python")], keywords=KEYWORDS)
        for name, line, msgid, _, _ in found:
            if msgid:
                yield msgid, f"{package}/{name}:{line}"


def template() -> Catalog:
    """Return the msgids as a catalogue without translations."""
    catalogue = Catalog(project="hanh-trinh", charset="utf-8", fuzzy=False)
    for msgid, _ in messages():
        catalogue.add(msgid)
    return catalogue


def vietnamese() -> Catalog:
    """Return the Vietnamese catalogue as it is in the file."""
    with VIETNAMESE.open("rb") as stream:
        return read_po(stream, locale="vi")


def main() -> int:
    """Add new msgids untranslated, drop those that left the code, and say what waits for a translator."""
    catalogue = vietnamese()
    catalogue.update(
        template(), no_fuzzy_matching=True, update_header_comment=False, update_creation_date=False
    )
    catalogue.obsolete.clear()
    with VIETNAMESE.open("wb") as stream:
        write_po(stream, catalogue, width=LINE_WIDTH, sort_output=True, ignore_obsolete=True)
    waiting = [message.id for message in catalogue if message.id and not message.string]
    for msgid in waiting:
        print(f"to translate: {msgid}")
    print(f"{len(catalogue)} texts, {len(waiting)} without Vietnamese")
    return 0


if __name__ == "__main__":
    sys.exit(main())
