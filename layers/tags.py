"""What a text is to whoever has the page read aloud: heading, paragraph, cell of a table."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Role(StrEnum):
    """Standard structure types of PDF; the values are their names in the file (ISO 32000-1, 14.8)."""

    PARAGRAPH = "P"
    TITLE = "H1"
    HEADING = "H2"
    HEADER = "TH"
    CELL = "TD"


@dataclass(frozen=True, slots=True)
class Tag:
    """The role of a text; cells know their row by its key and their column from 0."""

    role: Role = Role.PARAGRAPH
    row: str = ""
    column: int = 0


PARAGRAPH: Final = Tag()
TITLE_TAG: Final = Tag(Role.TITLE)
HEADING_TAG: Final = Tag(Role.HEADING)
HEADER_ROW: Final = "header"
"""Key of the row that names the columns."""
