"""Tagged PDF (ISO 32000-1, 14.7 and 14.8): what is read aloud, in the order in which it was painted.

Qt's PDF writer (6.11) writes no structure. The painter leaves a mark before each item of a page
(``structure.mark``); here marks become marked content and a tree: a section for each page with headings,
paragraphs, tables, and figures with their alternative text. All other drawing is an artifact, which readers
pass over. The file does not claim PDF/UA-1: entries of lists are paragraphs, and not checked by a validator.
"""

import re
from collections.abc import Sequence
from typing import Final
from zlib import compress

import pikepdf
from pikepdf import Array, Dictionary, Name

from gis_app.printing.structure import MARK_X, Piece
from layers.publication.template import Area
from layers.tags import HEADER_ROW, PARAGRAPH, Role, Tag

_POINTS_PER_MM: Final = 72 / 25.4
_TEXT: Final = re.compile(rb"(?<!\S)(BT\s.*?\sET)(?!\S)", re.DOTALL)
_MARK: Final = re.compile(rb"q\s+[-\d. ]+ cm\s+%d (\d+) 1 1 re\s+f\s+Q\s" % MARK_X)
_PAINTS: Final = re.compile(rb"(?<!\S)(?:f\*?|S|s|B\*?|b\*?|sh|Do|BT)(?!\S)")
_CELLS: Final = frozenset({Role.HEADER, Role.CELL})


def tag_pages(document: pikepdf.Pdf, pages: Sequence[Sequence[Piece]]) -> None:
    """Tag a document that Qt wrote, in place.

    Parameters
    ----------
    pages
        The pieces of each page that were marked; without marks all text is paragraphs.
    """
    root = document.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    whole = document.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=root, K=Array()))
    parents = Array()
    for number, (page, pieces) in enumerate(zip(document.pages, pages, strict=True)):
        page.contents_coalesce()
        section = _Section(document, page, whole)
        made = section.tagged(page.Contents.read_bytes(), pieces)
        # Drawings of maps take megabytes a page, and all pages wait in memory until the file is saved.
        page.Contents.write(compress(made), filter=Name.FlateDecode)
        section.finish()
        page.obj.StructParents = number
        page.obj.Tabs = Name.S
        parents.append(number)
        parents.append(document.make_indirect(Array(section.owners)))
    root.K = whole
    root.ParentTree = document.make_indirect(Dictionary(Nums=parents))
    root.ParentTreeNextKey = len(document.pages)
    document.Root.StructTreeRoot = root
    document.Root.MarkInfo = Dictionary(Marked=True)


class _Section:
    """The structure of one page while it is made.

    ``owners`` is the element of each marked content of the page, by its number.
    """

    def __init__(self, document: pikepdf.Pdf, page: pikepdf.Page, parent: pikepdf.Object) -> None:
        self._document, self._page = document, page
        self._element = self.new("Sect", parent)
        self._table: _Table | None = None
        self._last: pikepdf.Object | None = None
        self.owners: list[pikepdf.Object] = []

    def tagged(self, content: bytes, pieces: Sequence[Piece]) -> bytes:
        """Return the content of the page with its marks turned into marked content."""
        before, *rest = _MARK.split(content)
        made = [self._with_text(before, Piece(PARAGRAPH))]
        for number, segment in zip(rest[::2], rest[1::2], strict=True):
            # After the last item come the marks of the print shop.
            piece = pieces[int(number)] if int(number) < len(pieces) else Piece()
            made.append(self._one(segment, piece))
        return b"\n".join(made)

    def finish(self) -> None:
        """Close what is open, once all content was given."""
        self._end_table()

    def _one(self, segment: bytes, piece: Piece) -> bytes:
        if piece.alt:
            self._end_table()
            figure = self.new("Figure", self._element)
            figure.Alt = pikepdf.String(piece.alt)
            if piece.box is not None:
                figure.A = Dictionary(O=Name.Layout, BBox=self._points(piece.box))
            self._last = None
            return self._marked(segment, figure, b"Figure")
        if piece.tag is None:
            return _ornament(segment)
        return self._with_text(segment, piece)

    def _with_text(self, segment: bytes, piece: Piece) -> bytes:
        drawn, *rest = _TEXT.split(segment)
        made = [_ornament(drawn)]
        if rest:
            tag = piece.tag or PARAGRAPH
            owner = self._owner(tag, continues=piece.continues)
            for said, drawn in zip(rest[::2], rest[1::2], strict=True):
                made += [self._marked(said, owner, tag.role.encode()), _ornament(drawn)]
        return b"\n".join(made)

    def _marked(self, content: bytes, owner: pikepdf.Object, role: bytes) -> bytes:
        number = len(self.owners)
        self.owners.append(owner)
        owner.K.append(number)
        return b"/%s <</MCID %d>> BDC\n%s\nEMC" % (role, number, content)

    def _owner(self, tag: Tag, *, continues: bool) -> pikepdf.Object:
        if tag.role in _CELLS:
            return self._cell(tag)
        self._end_table()
        if not continues or self._last is None:
            self._last = self.new(tag.role, self._element)
        return self._last

    def _cell(self, tag: Tag) -> pikepdf.Object:
        self._last = None
        if self._table is not None and tag.row == HEADER_ROW and self._table.has_body:
            self._end_table()
        if self._table is None:
            self._table = _Table(self, self.new("Table", self._element))
        return self._table.cell(tag)

    def _end_table(self) -> None:
        if self._table is not None:
            self._table.finish()
        self._table = None

    def new(self, role: str, parent: pikepdf.Object) -> pikepdf.Object:
        """Return a new element, the last of its parent so far."""
        made = Dictionary(Type=Name.StructElem, S=Name(f"/{role}"), P=parent, Pg=self._page.obj, K=Array())
        element = self._document.make_indirect(made)
        parent.K.append(element)
        return element

    def _points(self, box: Area) -> Array:
        scale, top = _POINTS_PER_MM, float(self._page.mediabox[3])
        left, right = box.left * scale, box.right * scale
        return Array(
            [round(side, 2) for side in (left, top - box.bottom * scale, right, top - box.top * scale)]
        )


class _Table:
    """A table while it is made: rows by key, cells by column; gaps become empty cells."""

    def __init__(self, section: _Section, element: pikepdf.Object) -> None:
        self._section, self._element = section, element
        self._rows: dict[str, dict[int, pikepdf.Object]] = {}
        self._made: dict[str, pikepdf.Object] = {}

    @property
    def has_body(self) -> bool:
        """Whether it has rows besides its header."""
        return any(key != HEADER_ROW for key in self._rows)

    def cell(self, tag: Tag) -> pikepdf.Object:
        """Return the cell of a text."""
        row = self._rows.setdefault(tag.row, {})
        if tag.row not in self._made:
            self._made[tag.row] = self._section.new("TR", self._element)
        if tag.column not in row:
            row[tag.column] = self._section.new(tag.role, self._made[tag.row])
        return row[tag.column]

    def finish(self) -> None:
        """Give every row the same columns, in order."""
        columns = 1 + max(column for row in self._rows.values() for column in row)
        for key, row in self._rows.items():
            heads = [cell for cell in row.values() if cell.S == Name.TH]
            if heads and key != HEADER_ROW:
                heads[0].A = Dictionary(O=Name.Table, Scope=Name.Column, ColSpan=columns)
                continue
            for cell in heads:
                cell.A = Dictionary(O=Name.Table, Scope=Name.Column)
            made, empty = self._made[key], "TH" if key == HEADER_ROW else "TD"
            cells = [row.get(column) or self._section.new(empty, made) for column in range(columns)]
            made.K = Array(cells)


def _ornament(content: bytes) -> bytes:
    return b"/Artifact BMC\n%s\nEMC" % content if _PAINTS.search(content) else content
