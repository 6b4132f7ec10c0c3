"""Filling the form by mouse and keyboard: sentences, lists, folded subjects, focus, languages."""

from datetime import date
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from data.model.demands.times import BreakKind
from data.model.place import PlaceId
from data.model.request import Anchor
from data.model.travel_mode import TravelMode
from data.model.units import UnitId
from gis_app.docks.request.form import SUBJECTS, RequestForm
from gis_app.docks.request.limits import BUDGET, VEHICLE
from gis_app.docks.request.order import ORDER
from gis_app.docks.request.page import Subject
from gis_app.docks.request.rhythm import BREAKS, DAYS
from gis_app.docks.request.rows import SentenceRows
from gis_app.docks.request.what import PLACES
from gis_app.theme import dress
from gis_app.widgets.place_picker import PlacePicker
from layers.style import LIGHT
from tests.gis_app.request.conftest import DOCK_PX, MakeForm
from tests.gis_app.window.conftest import forget_deleted

CHU_DAU = PlaceId("lang-gom-chu-dau")
KIEP_BAC = PlaceId("den-kiep-bac")
LEFT = Qt.MouseButton.LeftButton


def open_subject(form: RequestForm, subject: Subject) -> QWidget:
    """Unfold a subject by clicks."""
    if not form.more.isChecked():
        QTest.mouseClick(form.more, LEFT)
    group = form.group_of(subject)
    QTest.mouseClick(group.head, LEFT)
    assert group.page is not None
    assert group.page.isVisible()
    return group.page


def type_into(field: QWidget, text: str) -> None:
    """Type over what a field holds."""
    assert isinstance(field, QLineEdit)
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)


def take_place(picker: QWidget, text: str) -> None:
    """Type a name and take the best place by Enter."""
    type_into(picker, text)
    QTest.keyClick(picker, Qt.Key.Key_Return)


def blank(form: RequestForm, subject: Subject, key: str) -> QWidget:
    """Return the widget of one value."""
    page = form.group_of(subject).page
    assert page is not None
    return page.fields[key].widget


def begin_row(form: RequestForm, subject: Subject, key: str) -> SentenceRows:
    """Add a row to a list by a click."""
    rows = blank(form, subject, key)
    assert isinstance(rows, SentenceRows)
    QTest.mouseClick(rows.add, LEFT)
    QApplication.processEvents()
    return rows


def test_rarer_demands_are_folded_away_until_asked_for(form: RequestForm) -> None:
    assert not any(group.isVisible() for group in form.groups.values())
    QTest.mouseClick(form.more, LEFT)
    assert all(group.isVisible() for group in form.groups.values())
    QTest.mouseClick(form.more, LEFT)
    assert not any(group.isVisible() for group in form.groups.values())


def test_a_subject_that_says_something_is_never_hidden(form: RequestForm) -> None:
    open_subject(form, BUDGET)
    type_into(blank(form, BUDGET, "budget.limit_vnd"), "18000000")
    assert form.request().budget.limit_vnd == 18_000_000
    QTest.mouseClick(form.more, LEFT)
    shown = [title for title, group in form.groups.items() if group.isVisible()]
    assert shown == [BUDGET.title]
    assert "1" in form.group_of(BUDGET).head.text()


def test_money_is_written_with_separators_once_typed(form: RequestForm) -> None:
    open_subject(form, BUDGET)
    field = blank(form, BUDGET, "budget.vehicle_km_vnd")
    type_into(field, "12500")
    form.title.setFocus()
    assert isinstance(field, QLineEdit)
    assert field.text() == "12.500"
    assert form.request().budget.vehicle_km_vnd == 12_500


def test_vehicle_transfer_and_limits_are_said_in_sentences(form: RequestForm) -> None:
    open_subject(form, VEHICLE)
    QTest.mouseClick(blank(form, VEHICLE, "transfer").box, LEFT)  # type: ignore[attr-defined] # a Tick
    type_into(blank(form, VEHICLE, "max_walk_m"), "4000")
    type_into(blank(form, VEHICLE, "max_travel_s"), "150")
    type_into(blank(form, VEHICLE, "boarding_minutes"), "4")
    request = form.request()
    assert request.transfer is not None
    assert request.transfer.mode is TravelMode.FOOT
    assert (request.max_walk_m, request.max_travel_s, request.boarding_minutes) == (4000, 9000, 4)


def test_a_day_of_its_own_and_a_dinner_are_rows_of_sentences(form: RequestForm) -> None:
    form.days.setValue(2)
    open_subject(form, DAYS)
    row = begin_row(form, DAYS, "days").rows[0]
    assert row._missing.isVisible()
    row._fields["day"].put(1)
    row._fields["mode"].put(TravelMode.BICYCLE)
    type_into(row._fields["start_s"].widget, "8h30")
    assert not row._missing.isVisible()
    open_subject(form, BREAKS)
    dinner = begin_row(form, BREAKS, "breaks").rows[0]
    dinner._fields["kind"].put(BreakKind.DINNER)
    type_into(dinner._fields["earliest_s"].widget, "1830")
    type_into(dinner._fields["latest_s"].widget, "25:00")
    request = form.request()
    assert [(rule.day, rule.start_s, rule.mode) for rule in request.days] == [(1, 30_600, TravelMode.BICYCLE)]
    kinds = [(rule.kind, rule.earliest_s, rule.latest_s) for rule in request.breaks]
    assert kinds[1] == (BreakKind.DINNER, 66_600, 90_000)
    QTest.mouseClick(dinner.remove, LEFT)
    assert len(form.request().breaks) == 1


def test_order_is_set_by_names_typed_and_an_incomplete_row_does_not_count(form: RequestForm) -> None:
    open_subject(form, ORDER)
    row = begin_row(form, ORDER, "pins.before").rows[0]
    take_place(row._fields["early"].widget, "kiep bac")
    assert form.request().pins.before == ()
    assert row._missing.isVisible()
    take_place(row._fields["late"].widget, "gom chu dau")
    assert form.request().pins.before == ((KIEP_BAC, CHU_DAU),)
    assert not row._missing.isVisible()


def test_a_contradiction_is_said_beside_its_subject_and_goes_when_mended(
    form: RequestForm, qtbot: QtBot
) -> None:
    form.add_must(CHU_DAU)
    open_subject(form, PLACES)
    group = form.group_of(PLACES)
    group.page.fields["never"].widget.add(CHU_DAU)  # type: ignore[union-attr] # just opened
    qtbot.waitUntil(lambda: group.has_problem)
    QTest.mouseClick(form.more, LEFT)
    assert group.isVisible()
    form.add_must(CHU_DAU)
    qtbot.waitUntil(lambda: not group.has_problem)
    assert form.request().never == ()


def test_wards_are_demanded_and_kept_to_as_ticked(form: RequestForm) -> None:
    units = form.units
    units.toggle(UnitId("10525"))
    units.toggle(UnitId("10546"))
    request = form.request()
    assert request.cover_units == request.candidates.units == ("10525", "10546")
    QTest.mouseClick(units.demand.words, LEFT)
    assert form.request().cover_units == ()
    units.toggle(UnitId("10525"))
    request = form.request()
    assert (request.cover_units, request.candidates.units) == ((), ("10546",))


def test_wards_demanded_and_kept_to_that_differ_both_stay(form: RequestForm) -> None:
    form.units.show_values({"cover_units": ("10525",), "candidates.units": ("10546", "10525")})
    form.units.toggle(UnitId("10549"))
    request = form.request()
    assert request.cover_units == ("10525", "10549")
    assert request.candidates.units == ("10546", "10525", "10549")


def test_days_apart_move_with_the_first_day(form: RequestForm) -> None:
    form.days.setValue(2)
    form.first_date.set_day(date(2026, 12, 5))
    open_subject(form, DAYS)
    rows = begin_row(form, DAYS, "gaps").rows
    rows[0]._fields["day"].put(1)
    rows[0]._fields["gap"].put(6)
    assert form.request().dates == (date(2026, 12, 5), date(2026, 12, 12))
    assert "12/12/2026" in form.when.lunar.text()


def test_the_lunar_date_the_holiday_and_the_festival_stand_below_the_day(form: RequestForm) -> None:
    form.first_date.set_day(date(2026, 11, 28))
    assert "20/10 âm lịch" in form.when.lunar.text()
    form.first_date.set_day(date(2027, 2, 6))
    assert "1/1 âm lịch; ngày nghỉ lễ" in form.when.lunar.text()
    form.first_date.set_day(date(2026, 6, 28))
    assert "Đình Chèm" in form.when.lunar.text()


def test_nights_are_asked_for_as_many_as_there_are_and_default_to_the_start(form: RequestForm) -> None:
    form.days.setValue(3)
    assert [night.isVisible() for night in form.spots.nights] == [True, True]
    form.start.choose_on_map(Anchor(106.3, 20.9, "Ga"))
    take_place(form.spots.nights[1], "ga hai duong")
    nights = form.request().nights
    assert [night.label for night in nights] == ["Ga", "Ga Hải Dương"]
    form.days.setValue(2)
    assert form.request().nights == ()


def test_an_unnamed_new_tour_is_named_and_a_loaded_one_stays_as_it_is(form: RequestForm) -> None:
    assert form.request().title_vi == "Tuyến mới"
    assert form.request().title_en == "New tour"
    loaded = form.request().on_dates((date(2027, 1, 2),))
    form.load(loaded)
    form.title.clear()
    assert form.request().title_vi == ""


def test_the_keyboard_alone_walks_and_fills_the_whole_form(form: RequestForm) -> None:
    form.more.setChecked(True)
    for subject in SUBJECTS:
        form.group_of(subject).open()
    QApplication.processEvents()
    form.title.setFocus()
    tops, seen = [], 0
    focused = QApplication.focusWidget()
    while focused is not None and form.isAncestorOf(focused) and seen < 400:
        tops.append(focused.mapTo(form, QPoint()).y())
        name = focused.accessibleName() or (focused.text() if isinstance(focused, QAbstractButton) else "")
        assert name, type(focused)
        QTest.keyClick(focused, Qt.Key.Key_Tab)
        focused, seen = QApplication.focusWidget(), seen + 1
        if focused is form.title:
            break
    assert seen > 100
    assert all(after >= before - 20 for before, after in pairwise(tops)), str(tops)


def clipped(form: RequestForm) -> list[str]:
    """Return texts of labels and buttons that have less room than they need."""
    found = []
    for child in form.findChildren(QWidget):
        if not child.isVisible() or not isinstance(child, (QLabel, QAbstractButton)) or not child.text():
            continue
        if isinstance(child, QLabel) and child.wordWrap():
            needed, has = child.heightForWidth(child.width()), child.height()
        else:
            needed, has = child.minimumSizeHint().width(), child.width()
        right = child.mapTo(form, QPoint(child.width(), 0)).x()
        if has < needed - 1 or right > form.width():
            found.append(f"{child.text()!r}: {has} of {needed}, to {right}")
    return found


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("percent", [100, 150])
def test_nothing_is_clipped_at_the_width_of_the_dock(
    make_form: MakeForm, dressed: QApplication, language: str, percent: int
) -> None:
    try:
        dress(dressed, LIGHT.interface, percent / 100)
        form = make_form(language)
        form.more.setChecked(True)
        for subject in SUBJECTS:
            page = form.group_of(subject).open()
            for rows in page.findChildren(SentenceRows):
                rows.add.click()
        form.days.setValue(3)
        QApplication.processEvents()
        form.resize(DOCK_PX - 10, form.minimumSizeHint().height())
        QApplication.processEvents()
        assert form.minimumSizeHint().width() <= DOCK_PX
        assert clipped(form) == []
    finally:
        dress(dressed, LIGHT.interface)


def test_the_whole_form_switches_its_language_while_it_is_open(form: RequestForm) -> None:
    for subject in SUBJECTS:
        form.group_of(subject).open()
    form.request()

    def texts() -> set[str]:
        forget_deleted()
        children = form.findChildren(QWidget)
        said = {child.text() for child in children if isinstance(child, (QLabel, QAbstractButton))}
        said |= {child.placeholderText() for child in children if isinstance(child, QLineEdit)}
        return said | {child.accessibleName() for child in children}

    before = texts()
    form.context.words.switch("en")
    QApplication.processEvents()
    english = texts()
    form.context.words.switch("vi")
    QApplication.processEvents()
    assert texts() == before
    kept = {said for said in before & english if any(letter.isalpha() for letter in said)}
    assert kept <= {"m"} | {said for said in kept if not said.isascii()} | {""}


def test_a_picker_of_a_place_that_is_gone_still_gives_its_key_back(form: RequestForm) -> None:
    picker = form.context.picker()
    assert isinstance(picker, PlacePicker)
    picker.choose(form.context.anchor(PlaceId("gone")))
    assert picker.anchor is not None
    assert picker.anchor.place_id == "gone"
