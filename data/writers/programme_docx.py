"""The programme of a tour as a Word document that an office can send with a letter (python-docx).

Page and letterhead follow Decree 30/2020/NĐ-CP on clerical work, Appendix I: A4, margins 20/20/30/15 mm,
Times New Roman, the national motto opposite the office, page numbers centred at the top from the second
page on.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from data.calendar.lunar import lunar_date
from data.language import formats
from data.language.catalogue import N_, translate
from data.language.terms import term
from data.model.project import Project
from data.model.tour import StopKind, Tour
from data.writers.atomic import write_atomically
from data.writers.itinerary import VIETNAM_TIME, Row, clean, credits_of, kind_of_place, notes, rows, title

FONT: Final = "Times New Roman"
_BODY_PT: Final = 13
_TABLE_PT: Final = 11
_SMALL_PT: Final = 9
_NATION: Final = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
_MOTTO: Final = "Độc lập - Tự do - Hạnh phúc"
_MOTTO_PT: Final = 13
_OFFICE_RULE_MM: Final = 22
_MOTTO_RULE_MM: Final = 17
_LANGUAGE_TAGS: Final = {"vi": "vi-VN", "en": "en-GB"}

# Header msgid and width in millimetres; together the 165 mm between the margins.
_COLUMNS: Final = (
    (N_("Time"), 25),
    (N_("Activity"), 56),
    (N_("Where"), 31),
    (N_("Contact"), 27),
    (N_("Cost (₫)"), 26),
)


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who issues the programme; an empty ``office`` leaves out letterhead and signature.

    Parameters
    ----------
    parent, office
        Superior body and issuing office, as on the office's letters.
    place
        Place of issue, set before the date.
    """

    parent: str = ""
    office: str = ""
    place: str = ""


def write(
    project: Project,
    tour: Tour,
    path: Path,
    language: str = "vi",
    *,
    letterhead: Letterhead | None = None,
    made: datetime | None = None,
) -> None:
    """Write the programme to ``path`` atomically. See ``document`` for the arguments.

    Raises
    ------
    StorageError
        If the file cannot be written.
    """
    write_atomically(path, document(project, tour, language, letterhead=letterhead, made=made))


def document(
    project: Project,
    tour: Tour,
    language: str = "vi",
    *,
    letterhead: Letterhead | None = None,
    made: datetime | None = None,
) -> bytes:
    """Return the programme as a Word document.

    Parameters
    ----------
    language
        Language of the texts; the national motto stays Vietnamese.
    letterhead
        Who issues it; none when ``None``.
    made
        Date of issue, also in the document's properties; now when ``None``.
    """
    when = made or datetime.now(UTC)
    paper = docx.Document()
    _set_up(paper, project, tour, language, when)
    head = letterhead or Letterhead()
    if head.office:
        _letterhead(paper, head, when, language)
    _centred(paper, translate(language, N_("PROGRAMME")), size=14, is_bold=True)
    _centred(paper, title(tour, language), size=14, is_bold=True, after_pt=8)
    for line in _facts(tour, language):
        paper.add_paragraph(line)
    itinerary = rows(project, tour)
    for number in range(1, len(tour.days) + 1):
        _day(paper, project, tour, [row for row in itinerary if row.day == number], language)
    _costs(paper, tour, itinerary, language)
    if head.office:
        _signature(paper, language)
    _credits(paper, project, tour, language)
    stream = io.BytesIO()
    paper.save(stream)
    return stream.getvalue()


def _set_up(paper: Document, project: Project, tour: Tour, language: str, when: datetime) -> None:
    section = paper.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.different_first_page_header_footer = True
    _page_number(section.header.paragraphs[0])
    style = paper.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(_BODY_PT)
    fonts = style.element.get_or_add_rPr()
    fonts.rFonts.set(qn("w:eastAsia"), FONT)
    tag = OxmlElement("w:lang")
    tag.set(qn("w:val"), _LANGUAGE_TAGS.get(language, language))
    fonts.append(tag)
    style.paragraph_format.space_after = Pt(4)
    properties = paper.core_properties
    properties.title, properties.author = title(tour, language), "Hành Trình"
    properties.subject = clean(project.title)
    properties.language = language
    properties.created = properties.modified = when.astimezone(UTC).replace(tzinfo=None)


def _page_number(paragraph: Paragraph) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = paragraph.add_run()
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._r.append(mark)  # noqa: SLF001 # the library has no fields; this is its documented way in


def _letterhead(paper: Document, head: Letterhead, when: datetime, language: str) -> None:
    table = paper.add_table(rows=1, cols=2)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    _set_widths(table, (70, 95))
    left, right = table.rows[0].cells
    said = [(clean(head.parent).upper(), False), (clean(head.office).upper(), True)]
    _fill_centred(left, [line for line in said if line[0]])
    _rule(left, _OFFICE_RULE_MM)
    _fill_centred(right, [(_NATION, True), (_MOTTO, True)])
    right.paragraphs[-1].runs[0].font.size = Pt(_MOTTO_PT)
    _rule(right, _MOTTO_RULE_MM)
    place = f"{clean(head.place)}, " if head.place else ""
    paragraph = right.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run(
        place + formats.letter_date(when.astimezone(VIETNAM_TIME).date(), language)
    ).italic = True
    paper.add_paragraph()


def _rule(cell: _Cell, indent_mm: int) -> None:
    """Draw the line that Decree 30 wants below the office and the motto, shorter than the cell."""
    paragraph = cell.add_paragraph()
    form = paragraph.paragraph_format
    form.left_indent = form.right_indent = Mm(indent_mm)
    form.space_after, form.line_spacing = Pt(4), Pt(2)
    borders = OxmlElement("w:pBdr")
    line = OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    # The schema wants borders before spacing and indents.
    paragraph._p.get_or_add_pPr().insert(0, borders)  # noqa: SLF001 # the library has no borders


def _fill_centred(cell: _Cell, lines: Sequence[tuple[str, bool]]) -> None:
    for index, (text, is_bold) in enumerate(lines):
        paragraph = cell.paragraphs[0] if index == 0 else cell.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.space_after = Pt(0)
        run = paragraph.add_run(text)
        run.bold, run.font.size = is_bold, Pt(12)


def _centred(paper: Document, text: str, *, size: float, is_bold: bool = False, after_pt: float = 0) -> None:
    paragraph = paper.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_after = Pt(after_pt)
    run = paragraph.add_run(text)
    run.bold, run.font.size = is_bold, Pt(size)


def _facts(tour: Tour, language: str) -> list[str]:
    request = tour.request
    dates = formats.date_span((day.date for day in tour.days), language)
    return [
        translate(language, N_("Dates: {dates}"), dates=dates),
        translate(
            language,
            N_("Group: {visitors} visitors, {mode}"),
            visitors=formats.number(request.group_size, language),
            mode=term(request.mode, language).lower(),
        ),
        translate(
            language,
            N_("Places: {places}; way: {distance}, {duration} of travel"),
            places=formats.number(len(tour.visited), language),
            distance=formats.distance(tour.distance_m, language),
            duration=formats.duration(tour.travel_s, language),
        ),
    ]


def _day(paper: Document, project: Project, tour: Tour, of_day: list[Row], language: str) -> None:
    heading = paper.add_paragraph()
    heading.paragraph_format.space_before = Pt(10)
    heading.paragraph_format.keep_with_next = True
    lunar = lunar_date(of_day[0].date)
    dated = formats.weekday_date(of_day[0].date, language)
    in_lunar = formats.lunar_date(lunar.day, lunar.month, language, is_leap=lunar.is_leap)
    named = translate(language, N_("Day {day} – {date}"), day=of_day[0].day, date=dated)
    heading.add_run(f"{named} ({in_lunar})").bold = True
    table = _table(paper, language)
    for row in of_day:
        _fill_row(table, _cells(project, tour, row, language), is_visit=row.number is not None)


def _table(paper: Document, language: str) -> Table:
    table: Table = paper.add_table(rows=1, cols=len(_COLUMNS))
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    header = table.rows[0]
    repeats = OxmlElement("w:tblHeader")
    repeats.set(qn("w:val"), "true")
    header._tr.get_or_add_trPr().append(repeats)  # noqa: SLF001 # no other way to repeat a heading row
    _set_widths(table, [width_mm for _, width_mm in _COLUMNS])
    for cell, (name, _) in zip(header.cells, _COLUMNS, strict=True):
        _fill_centred(cell, [(translate(language, name), True)])
    return table


def _set_widths(table: Table, widths_mm: Sequence[int]) -> None:
    # Word goes by the cells, LibreOffice by the grid.
    for column, width_mm in zip(table.columns, widths_mm, strict=True):
        column.width = Mm(width_mm)
        for cell in column.cells:
            cell.width = Mm(width_mm)


def _fill_row(table: Table, texts: Sequence[str], *, is_visit: bool) -> None:
    row: _Row = table.add_row()  # type: ignore[no-untyped-call] # the library leaves it untyped
    whole = OxmlElement("w:cantSplit")
    row._tr.get_or_add_trPr().append(whole)  # noqa: SLF001 # keeps a stop on one page
    for column, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
        cell.width = Mm(_COLUMNS[column][1])
        for index, line in enumerate(text.split("\n")):
            paragraph = cell.paragraphs[0] if index == 0 else cell.add_paragraph()
            paragraph.paragraph_format.space_after = Pt(0)
            if column == len(_COLUMNS) - 1:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            run = paragraph.add_run(line)
            run.font.size = Pt(_TABLE_PT)
            run.bold = is_visit and column == 1 and index == 0


def _cells(project: Project, tour: Tour, row: Row, language: str) -> tuple[str, str, str, str, str]:
    stop, place = row.stop, row.place
    activity = [_activity(row, language)]
    if stop.kind is StopKind.VISIT:
        activity.append(" · ".join(part for part in kind_of_place(place, language) if part))
    activity += notes(row, tour.request.mode, language)
    contacts = [
        line
        for contact in (place.contacts if place else ())
        for line in (contact.name, contact.phone, contact.email)
    ]
    return (
        formats.time_range(stop.begin_s, stop.depart_s, language),
        "\n".join(line for line in activity if line),
        clean(project.unit_label(place.unit_after, language)) if place else "",
        "\n".join(clean(line) for line in contacts if line.strip()),
        _fee(tour, row, language),
    )


def _activity(row: Row, language: str) -> str:
    name, kind = row.name(language), term(row.stop.kind, language)
    if row.number is not None:
        return f"{row.number}. {name}"
    return kind if name == kind else f"{kind}: {name}"


def _fee(tour: Tour, row: Row, language: str) -> str:
    if row.place is None or row.stop.kind is not StopKind.VISIT:
        return ""
    if row.place.fee_vnd is None:
        return formats.fee(None, language)
    return formats.number(row.place.fee_vnd * tour.request.group_size, language)


def _costs(paper: Document, tour: Tour, itinerary: tuple[Row, ...], language: str) -> None:
    visits = [row.place for row in itinerary if row.place is not None and row.stop.kind is StopKind.VISIT]
    known = [place.fee_vnd for place in visits if place.fee_vnd is not None]
    total = formats.money(sum(known) * tour.request.group_size, language)
    paragraph = paper.add_paragraph()
    paragraph.paragraph_format.space_before = Pt(8)
    paragraph.add_run(translate(language, N_("Entrance fees of the group: {total}"), total=total)).bold = True
    if len(known) < len(visits):
        said = translate(
            language,
            N_("not counted: {count} places whose fee is unknown."),
            count=len(visits) - len(known),
        )
        paragraph.add_run(f"; {said}")


def _signature(paper: Document, language: str) -> None:
    table = paper.add_table(rows=1, cols=2)
    left, right = table.rows[0].cells
    left.paragraphs[0].add_run(translate(language, N_("Recipients:"))).italic = True
    _fill_centred(right, [(translate(language, N_("HEAD OF THE OFFICE")), True)])


def _credits(paper: Document, project: Project, tour: Tour, language: str) -> None:
    paragraph = paper.add_paragraph()
    paragraph.paragraph_format.space_before = Pt(12)
    run = paragraph.add_run(
        translate(language, N_("Data: {credits}"), credits="; ".join(credits_of(project, tour)))
    )
    run.font.size, run.italic = Pt(_SMALL_PT), True
