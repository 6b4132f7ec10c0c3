"""XML out of files of strangers: no document type, no entities, a bounded size."""

import io
import unicodedata
from collections.abc import Iterator
from typing import Final
from xml.etree import ElementTree as ET
from xml.parsers import expat

from data.errors import BadInputError
from data.language.catalogue import N_

MOST_DEPTH: Final = 64
"""KML nests folders; no honest file goes deeper."""


class _RootReachedError(Exception):
    """The root element begins: no document type can follow."""


def parse_xml(content: bytes, source: object) -> ET.Element:
    """Return the root element.

    Raises
    ------
    BadInputError
        If the bytes are no XML, are cut off, nest too deeply, or declare a document type: entities could be
        blown up or read other files, and no format read here needs one.
    """
    _refuse_document_type(content, source)
    root: ET.Element | None = None
    depth = 0
    try:
        # What the rule warns of is refused above and bounded here.
        for event, element in ET.iterparse(  # noqa: S314 - see the line above
            io.BytesIO(content), events=("start", "end")
        ):
            depth += 1 if event == "start" else -1
            if depth > MOST_DEPTH:
                raise _broken(source, f"> {MOST_DEPTH}")
            # The element that ends last is the root.
            root = element
    except (ET.ParseError, ValueError, LookupError) as error:
        raise _broken(source, str(error)) from error
    if root is None:
        raise _broken(source, "-")
    return root


def _refuse_document_type(content: bytes, source: object) -> None:
    def refuse(*_: object) -> None:
        raise BadInputError(
            N_("The file declares a document type (DOCTYPE), which may hide entities."),
            source=source,
            remedy=N_("Export it again without a document type."),
        )

    def reached(*_: object) -> None:
        raise _RootReachedError

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = reached
    try:
        parser.Parse(content, True)  # noqa: FBT003 - the parser of C takes no keyword
    except _RootReachedError:
        return
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise _broken(source, str(error)) from error
    raise _broken(source, "-")


def _broken(source: object, detail: str) -> BadInputError:
    return BadInputError(
        N_("The file is no valid XML ({detail})."),
        source=source,
        remedy=N_("It may be truncated; export it again."),
        detail=detail,
    )


def local(element: ET.Element) -> str:
    """Return the name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def children(element: ET.Element, name: str) -> Iterator[ET.Element]:
    """Yield the children of that name, in any namespace: versions of a format differ in theirs."""
    return (child for child in element if local(child) == name)


def child(element: ET.Element, name: str) -> ET.Element | None:
    """Return the first child of that name, in any namespace."""
    return next(children(element, name), None)


def text_of(element: ET.Element | None, name: str = "") -> str:
    """Return the text of an element or of its first child of that name, in NFC, trimmed; '' for none."""
    found = child(element, name) if name and element is not None else element
    said = "" if found is None else found.text or ""
    return unicodedata.normalize("NFC", said).strip()
