from dataclasses import replace

import pytest

from layers.page import Page, Text
from layers.publication.compose import Composition
from layers.publication.matter import BODY, INK
from layers.publication.sheets import Sheet, sheets_of
from layers.publication.template import Imposition, Template

BOOKLET = Template(
    key="t", name_vi="t", name_en="t", width=148, height=210, pages=(), bleed=3, imposition=Imposition.BOOKLET
)
LEAFLET = replace(BOOKLET, width=297, folds=(97, 197), imposition=Imposition.NONE)


def composition(template: Template, count: int) -> Composition:
    pages = (
        Page(template.width, template.height, (Text(9, 9, str(number), BODY, INK),))
        for number in range(1, count + 1)
    )
    return Composition(template, tuple(pages), ())


def numbers(sheet: Sheet) -> list[str]:
    return [placed.page.texts[0] for placed in sorted(sheet.pages, key=lambda placed: placed.left)]


def test_a_booklet_of_eight_pages_reads_in_order_when_folded() -> None:
    sheets = sheets_of(composition(BOOKLET, 8), with_marks=True)
    assert [numbers(sheet) for sheet in sheets] == [["8", "1"], ["2", "7"], ["6", "3"], ["4", "5"]]


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 6, 7])
def test_every_page_of_a_booklet_is_printed_once_whatever_their_number(count: int) -> None:
    sheets = sheets_of(composition(BOOKLET, count), with_marks=True)
    assert len(sheets) % 2 == 0
    printed = [number for sheet in sheets for number in numbers(sheet)]
    assert sorted(printed) == [str(number) for number in range(1, count + 1)]


def test_a_page_of_a_booklet_never_colours_its_neighbour() -> None:
    for sheet in sheets_of(composition(BOOKLET, 4), with_marks=True):
        left, right = sorted(sheet.pages, key=lambda placed: placed.left)
        assert left.clip.right == pytest.approx(right.clip.left) == pytest.approx(right.left)
        assert left.clip.left == pytest.approx(sheet.bleed.left)
        assert right.clip.right == pytest.approx(sheet.bleed.right)


def test_without_marks_pages_stand_alone_at_their_trimmed_size() -> None:
    for sheet in sheets_of(composition(BOOKLET, 5), with_marks=False):
        assert (sheet.width, sheet.height) == (148, 210)
        assert sheet.marks == ()
        assert sheet.trim == sheet.bleed


def test_boxes_are_nested_and_marks_stay_out_of_the_bleed() -> None:
    for sheet in sheets_of(composition(LEAFLET, 2), with_marks=True):
        assert 0 <= sheet.bleed.left < sheet.trim.left
        assert sheet.trim.bottom < sheet.bleed.bottom <= sheet.height
        for mark in sheet.marks:
            is_beside = (
                max(mark.x0, mark.x1) <= sheet.bleed.left or min(mark.x0, mark.x1) >= sheet.bleed.right
            )
            is_above = max(mark.y0, mark.y1) <= sheet.bleed.top or min(mark.y0, mark.y1) >= sheet.bleed.bottom
            assert is_beside or is_above
            assert min(mark.x0, mark.y0) >= 0
            assert mark.x1 <= sheet.width
            assert mark.y1 <= sheet.height


def test_folds_of_front_and_back_lie_on_each_other() -> None:
    front, back = sheets_of(composition(LEAFLET, 2), with_marks=True)
    folds = [
        sorted({mark.x0 - sheet.trim.left for mark in sheet.marks if mark.dash}) for sheet in (front, back)
    ]
    assert folds[0] == pytest.approx([97, 197])
    assert [297 - x for x in folds[1]][::-1] == pytest.approx(folds[0])


def test_a_banner_is_printed_enlarged_with_its_bleed() -> None:
    (sheet,) = sheets_of(composition(replace(LEAFLET, enlarge=4.0, folds=()), 1), with_marks=True)
    assert (sheet.trim.width, sheet.trim.height) == pytest.approx((4 * 297, 4 * 210))
    assert sheet.trim.left - sheet.bleed.left == pytest.approx(12)
