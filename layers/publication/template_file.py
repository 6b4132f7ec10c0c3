"""Templates from TOML files: those we ship (``resources/templates``) and those a user writes.

Every fault of a file is reported at once, with its page and frame. The form is described in
docs/templates.md.
"""

import tomllib
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from data.errors import BadInputError, require_file
from data.language.catalogue import N_
from layers.publication.frames import FIXED, FLOWING, OPTIONS, SUBJECTS
from layers.publication.frames.table_content import COLUMNS, TIMETABLE
from layers.publication.subjects import SubjectKind
from layers.publication.template import PAPERS_MM, Area, FrameTemplate, Imposition, PageTemplate, Template

SCHEMA: Final = 1
SMALLEST_MM: Final = 50.0
LARGEST_MM: Final = 2_500.0

_TOP_KEYS: Final = frozenset({"schema", "name", "paper", "bilingual", "page"})
_PAPER_KEYS: Final = frozenset({"size", "landscape", "enlarge", "bleed", "folds", "imposition"})
_FRAME_KEYS: Final = frozenset({"kind", "area"})

Table = Mapping[str, Any]
# Any: values of a parsed TOML file, checked one by one.


def builtin_keys() -> tuple[str, ...]:
    """Return the keys of the templates we ship, sorted."""
    folder = files("resources") / "templates"
    return tuple(sorted(Path(entry.name).stem for entry in folder.iterdir() if entry.name.endswith(".toml")))


def builtin_template(key: str) -> Template:
    """Return a template that we ship.

    Raises
    ------
    BadInputError
        If there is none of that name.
    """
    if key not in builtin_keys():
        raise BadInputError(
            N_("There is no template '{template}'."),
            remedy=N_("Choose from: {templates}, or give a file."),
            template=key,
            templates=", ".join(builtin_keys()),
        )
    text = (files("resources") / "templates" / f"{key}.toml").read_text(encoding="utf-8")
    return parse_template(text, key)


def read_template(path: Path) -> Template:
    """Return the template of a file.

    Raises
    ------
    BadInputError
        If it is not there or wrong; its details name every fault.
    """
    require_file(path)
    try:
        return parse_template(path.read_text(encoding="utf-8-sig"), path.stem)
    except UnicodeDecodeError as error:
        raise BadInputError(
            N_("This is not a text file in UTF-8."), source=path, remedy=N_("Save it as UTF-8.")
        ) from error
    except BadInputError as error:
        error.source = error.source or str(path)
        raise


def parse_template(text: str, key: str) -> Template:
    """Return the template of a TOML text.

    Raises
    ------
    BadInputError
        If it is wrong; its details name every fault.
    """
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadInputError(
            N_("This is not TOML: {reason}"),
            remedy=N_("Compare it with a template that comes with the product."),
            reason=str(error),
        ) from error
    reader = _Reader()
    template = reader.template(document, key)
    if reader.faults or template is None:
        raise BadInputError(
            N_("The template has {count} faults."), details=tuple(reader.faults), count=len(reader.faults)
        )
    return template


class _Reader:
    """Reads on after a fault, so that all are known at once."""

    def __init__(self) -> None:
        self.faults: list[BadInputError] = []

    def _fault(self, where: str, message: str, **facts: Any) -> None:
        self.faults.append(BadInputError(message, where=where, **facts))

    def template(self, document: Table, key: str) -> Template | None:
        self._unknown("", document, _TOP_KEYS)
        if document.get("schema") != SCHEMA:
            said = str(document.get("schema"))
            self._fault("schema", N_("It has to be {wanted}, not {found}."), wanted=SCHEMA, found=said)
        name = self._table(document, "name")
        paper = self._table(document, "paper")
        self._unknown("paper", paper, _PAPER_KEYS)
        width, height = self._size(paper)
        pages = tuple(self._pages(document, width, height))
        if not pages:
            self._fault("page", N_("A template needs at least one page."))
        imposition = self._imposition(paper)
        if self.faults:
            return None
        return Template(
            key=key,
            name_vi=str(name.get("vi", key)),
            name_en=str(name.get("en", name.get("vi", key))),
            width=width,
            height=height,
            pages=pages,
            enlarge=self._number("paper.enlarge", paper.get("enlarge", 1.0), least=0.25, most=10),
            bleed=self._number("paper.bleed", paper.get("bleed", 0.0), least=0, most=20),
            folds=self._folds(paper, width),
            imposition=imposition,
            bilingual=document.get("bilingual", True) is True,
        )

    def _table(self, document: Table, key: str) -> Table:
        value = document.get(key)
        if not isinstance(value, dict):
            self._fault(key, N_("A table [{key}] is missing."), key=key)
            return {}
        return value

    def _size(self, paper: Table) -> tuple[float, float]:
        size = paper.get("size", "A4")
        if isinstance(size, str):
            if size not in PAPERS_MM:
                known = ", ".join(PAPERS_MM)
                self._fault(
                    "paper.size", N_("Unknown paper '{paper}'; known: {known}."), paper=size, known=known
                )
                return PAPERS_MM["A4"]
            width, height = PAPERS_MM[size]
        else:
            width, height = self._numbers("paper.size", size, 2, least=SMALLEST_MM, most=LARGEST_MM) or (
                210.0,
                297.0,
            )
        return (height, width) if paper.get("landscape") is True else (width, height)

    def _imposition(self, paper: Table) -> Imposition:
        said = paper.get("imposition", "none")
        if said not in {one.value for one in Imposition}:
            known = ", ".join(Imposition)
            self._fault(
                "paper.imposition", N_("'{value}' is none of: {known}."), value=str(said), known=known
            )
            return Imposition.NONE
        return Imposition(said)

    def _folds(self, paper: Table, width: float) -> tuple[float, ...]:
        folds = paper.get("folds", [])
        count = len(folds) if isinstance(folds, list) else 0
        made = self._numbers("paper.folds", folds, count, least=0, most=width) if count else ()
        if made and list(made) != sorted(made):
            self._fault("paper.folds", N_("The folds have to ascend."))
        return made or ()

    def _pages(self, document: Table, width: float, height: float) -> Iterator[PageTemplate]:
        pages = document.get("page", [])
        for number, page in enumerate(pages if isinstance(pages, list) else [], start=1):
            where = f"page {number}"
            if not isinstance(page, dict) or not isinstance(page.get("frame"), list):
                self._fault(where, N_("A page needs frames: [[page.frame]]."))
                continue
            self._unknown(where, page, frozenset({"frame", "repeats", "repeat_for", "stacks"}))
            frames = tuple(
                frame
                for index, table in enumerate(page["frame"], start=1)
                if (frame := self._frame(f"{where}, frame {index}", table, width, height))
            )
            repeats = page.get("repeats", False) is True
            if repeats and not any(frame.kind in FLOWING for frame in frames):
                known = ", ".join(FLOWING)
                self._fault(where, N_("A page that repeats needs a flowing frame: {known}."), known=known)
            stacks = page.get("stacks", False) is True
            yield PageTemplate(frames, repeats, stacks, self._repeat_for(where, page, frames))

    def _repeat_for(self, where: str, page: Table, frames: tuple[FrameTemplate, ...]) -> SubjectKind | None:
        said = page.get("repeat_for")
        if said is not None and said not in {one.value for one in SubjectKind}:
            known = ", ".join(SubjectKind)
            self._fault(
                f"{where}, repeat_for", N_("'{value}' is none of: {known}."), value=str(said), known=known
            )
            return None
        kind = None if said is None else SubjectKind(said)
        for frame in frames:
            needed = SUBJECTS.get(frame.kind, frozenset())
            if needed and kind not in needed:
                self._fault(
                    where,
                    N_("A frame '{kind}' needs a page with repeat_for = {known}."),
                    kind=frame.kind,
                    known=", ".join(f'"{one}"' for one in SubjectKind if one in needed),
                )
        return kind

    def _frame(self, where: str, table: object, width: float, height: float) -> FrameTemplate | None:
        if not isinstance(table, dict):
            self._fault(where, N_("A frame is a table with 'kind' and 'area'."))
            return None
        kind = str(table.get("kind", ""))
        if kind not in FIXED and kind not in FLOWING:
            known = ", ".join((*FIXED, *FLOWING))
            self._fault(where, N_("Unknown kind of frame '{kind}'; known: {known}."), kind=kind, known=known)
            return None
        self._unknown(where, table, _FRAME_KEYS | OPTIONS[kind])
        sides = self._numbers(f"{where}, area", table.get("area"), 4, least=-20, most=LARGEST_MM)
        if sides is None:
            return None
        area = Area(*sides)
        if area.width <= 0 or area.height <= 0:
            self._fault(where, N_("The area is empty: it has to be [left, top, width, height]."))
        # A band may run into the bleed; what is read has to lie on the paper.
        if kind != "band" and (area.left < 0 or area.top < 0 or area.right > width or area.bottom > height):
            self._fault(
                where, N_("The frame leaves the paper of {width} × {height} mm."), width=width, height=height
            )
        options = {key: value for key, value in table.items() if key not in _FRAME_KEYS}
        if kind == "table":
            self._table_options(where, options)
        return FrameTemplate(kind, area, options)

    def _table_options(self, where: str, options: Table) -> None:
        content = options.get("content", TIMETABLE)
        if content not in COLUMNS:
            known = ", ".join(COLUMNS)
            self._fault(where, N_("'{value}' is none of: {known}."), value=str(content), known=known)
            return
        columns = options.get("columns", [])
        known = ", ".join(COLUMNS[content])
        for column in columns if isinstance(columns, list) else [columns]:
            if column not in COLUMNS[content]:
                self._fault(
                    f"{where}, columns", N_("'{value}' is none of: {known}."), value=str(column), known=known
                )

    def _unknown(self, where: str, table: Table, known: frozenset[str]) -> None:
        for key in table:
            if key not in known:
                close = get_close_matches(key, known, 1)
                said = f"{where}: {key}" if where else key
                if close:
                    self._fault(said, N_("Unknown key; did you mean '{close}'?"), close=close[0])
                else:
                    self._fault(said, N_("Unknown key; known: {known}."), known=", ".join(sorted(known)))

    def _numbers(
        self, where: str, value: object, count: int, *, least: float, most: float
    ) -> tuple[float, ...] | None:
        if not isinstance(value, list) or len(value) != count:
            self._fault(where, N_("Give {count} numbers in millimetres."), count=count)
            return None
        return tuple(self._number(where, one, least=least, most=most) for one in value)

    def _number(self, where: str, value: object, *, least: float, most: float) -> float:
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not least <= value <= most:
            self._fault(where, N_("Give a number from {least} to {most}."), least=least, most=most)
            # Reading goes on with something possible, so that one fault is not told twice.
            return most if isinstance(value, (int, float)) and value > most else least
        return float(value)
