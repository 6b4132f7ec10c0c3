"""Places added, changed, moved and deleted by mouse and keyboard, and all of it undone."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from data.language.collation import vietnamese_key
from data.model.place import PlaceId
from gis_app.dialogs.place_form import PlaceForm
from gis_app.main_window import MainWindow
from tests.gis_app.window.conftest import MakeWindow, type_text, wait_until_quiet

DONG_GIAO = PlaceId("lang-cham-khac-go-dong-giao")


def form_of(window: MainWindow) -> PlaceForm:
    form = window.register.desk.form
    assert form is not None
    return form


def retype(qtbot: QtBot, form: PlaceForm, field: str, text: str) -> None:
    widget = form.editors[field].widget
    widget.setFocus()
    QTest.keyClick(widget, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(widget, Qt.Key.Key_Delete)
    type_text(qtbot, widget, text)


def test_a_field_changed_in_the_form_is_one_step_that_can_be_undone(window: MainWindow, qtbot: QtBot) -> None:
    before = window.session.project.places[DONG_GIAO]
    window.selection.choose_place(DONG_GIAO)
    QTest.mouseClick(window.inspector.edit, Qt.MouseButton.LeftButton)
    form = form_of(window)
    retype(qtbot, form, "opening_hours", "08:00-17:00")
    assert form.editors["opening_hours"].note.text() == "Mở cửa hôm nay 08:00–17:00"
    retype(qtbot, form, "fee_vnd", "20.000")
    QTest.mouseClick(form.apply, Qt.MouseButton.LeftButton)
    after = window.session.project.places[DONG_GIAO]
    assert (after.opening_hours, after.fee_vnd) == ("08:00-17:00", 20_000)
    assert after.festivals == before.festivals
    assert after.geometry == before.geometry
    assert "Đông Giao" in window.session.stack.undoText()
    window.session.stack.undo()
    assert window.session.project.places[DONG_GIAO] == before


def test_what_is_wrong_is_said_beside_the_field_and_nothing_changes(window: MainWindow, qtbot: QtBot) -> None:
    window.register.desk.edit(DONG_GIAO)
    form = form_of(window)
    retype(qtbot, form, "visit_minutes", "lâu")
    note = form.editors["visit_minutes"].note
    assert note.isVisible()
    assert "lâu" in note.text()
    QTest.keyClick(form, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert form.isVisible()
    assert window.session.stack.count() == 0
    QTest.keyClick(form, Qt.Key.Key_Escape)
    assert window.session.stack.count() == 0


def test_a_place_is_added_at_the_point_clicked_with_its_ward_guessed(
    window: MainWindow, qtbot: QtBot
) -> None:
    near = window.session.project.places[DONG_GIAO]
    window.register.desk.add((near.lon, near.lat))
    form = form_of(window)
    QTest.mouseClick(form.apply, Qt.MouseButton.LeftButton)
    assert form.isVisible()  # it has no name yet
    type_text(qtbot, form.editors["name_vi"].widget, "Đình thử")
    QTest.mouseClick(form.apply, Qt.MouseButton.LeftButton)
    added = window.session.project.places[PlaceId("dinh-thu")]
    assert (round(added.lon, 5), round(added.lat, 5)) == (round(near.lon, 5), round(near.lat, 5))
    assert window.selection.place == added.id
    window.session.stack.undo()
    assert PlaceId("dinh-thu") not in window.session.project.places


def test_coordinates_may_be_degrees_minutes_seconds_or_vn2000(window: MainWindow, qtbot: QtBot) -> None:
    window.register.desk.add()
    form = form_of(window)
    type_text(qtbot, form.editors["name_vi"].widget, "Bến thử")
    QTest.keyClicks(form.position.line, "2332561.20 577939.50")
    QTest.mouseClick(form.apply, Qt.MouseButton.LeftButton)
    assert form.isVisible()  # no degrees: the province is not chosen yet
    assert form.position.province.isVisible()
    form.position.province.setCurrentIndex(form.position.province.findText("Hà Nội 105°00′"))
    QTest.mouseClick(form.apply, Qt.MouseButton.LeftButton)
    added = window.session.project.places[PlaceId("ben-thu")]
    assert abs(added.lon - 105.75) < 0.01
    assert abs(added.lat - 21.087) < 0.01


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "https://www.google.com/maps/@20.9409,106.3330,17z",
            "Hiểu là liên kết bản đồ: 20,94090° B; 106,33300° Đ",
        ),
        ("7PH73Q46+7J", "Hiểu là mã plus code: 21,05569° B; 105,76156° Đ"),
        ("48.8584, 2.2945", "nằm ngoài Việt Nam"),
        ("đâu đó", "không phải"),
    ],
)
def test_the_field_of_a_position_says_what_it_understood(
    window: MainWindow, qtbot: QtBot, text: str, said: str
) -> None:
    window.register.desk.add()
    form = form_of(window)
    type_text(qtbot, form.position.line, text)
    assert said in form.position.note.text()
    assert form.position.line.accessibleDescription() == form.position.note.text()


def test_longitude_first_is_told_and_put_right_by_a_button(window: MainWindow, qtbot: QtBot) -> None:
    window.register.desk.add()
    form = form_of(window)
    QTest.keyClicks(form.position.line, "106.3330 20.9409")
    assert "Kinh độ đứng trước" in form.position.note.text()
    QTest.mouseClick(form.position.swap, Qt.MouseButton.LeftButton)
    assert form.position.line.text() == "20.940900, 106.333000"
    assert not form.position.swap.isVisible()


def test_an_open_form_speaks_the_other_language_and_keeps_what_was_written(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.register.desk.edit(DONG_GIAO)
    form = form_of(window)
    retype(qtbot, form, "visit_minutes", "lâu")
    window.words.switch("en")
    editor = form.editors["visit_minutes"]
    assert (editor.label.text(), editor.text) == ("Visit (minutes)", "lâu")
    assert "is no number" in editor.note.text()
    assert form.apply.text() == "Apply"
    assert form.photos.add_button.text() == "Add photos…"
    rank = form.editors["rank"].widget
    assert isinstance(rank, QComboBox)
    assert rank.findText("National relic") >= 0


def test_every_field_has_a_name_for_screen_readers_and_the_tab_key_reaches_it_in_order(
    window: MainWindow,
) -> None:
    window.register.desk.edit(DONG_GIAO)
    form = form_of(window)
    widgets = [editor.widget for editor in form.editors.values()]
    assert all(widget.accessibleName() for widget in widgets)
    reached = []
    widget: QWidget = form.editors["name_vi"].widget
    for _ in range(200):
        reached.append(widget)
        widget = widget.nextInFocusChain() or widget
    order = [reached.index(one) for one in widgets]
    assert order == sorted(order)


def test_dragging_a_symbol_moves_the_place_and_undo_puts_it_back(window: MainWindow, qtbot: QtBot) -> None:
    before = window.session.project.places[DONG_GIAO]
    window.canvas.show_point(before.lon, before.lat, zoom=14.0)
    wait_until_quiet(qtbot, window)
    window.register.desk.begin_moving(DONG_GIAO)
    spot = window.canvas.view.point_px(before.lon, before.lat)
    begin = QPoint(round(spot[0]), round(spot[1]))
    QTest.mousePress(window.canvas, Qt.MouseButton.LeftButton, pos=begin)
    QTest.mouseMove(window.canvas, begin + QPoint(30, 12))
    QTest.mouseMove(window.canvas, begin + QPoint(60, 25))
    QTest.mouseRelease(window.canvas, Qt.MouseButton.LeftButton, pos=begin + QPoint(60, 25))
    after = window.session.project.places[DONG_GIAO]
    assert after.lon > before.lon
    assert after.lat < before.lat
    assert not window.register.mover.is_active
    window.session.stack.undo()
    assert window.session.project.places[DONG_GIAO] == before


def test_escape_leaves_the_place_where_it_is(window: MainWindow) -> None:
    window.register.desk.begin_moving(DONG_GIAO)
    QTest.keyClick(window.canvas, Qt.Key.Key_Right)
    QTest.keyClick(window.canvas, Qt.Key.Key_Escape)
    assert not window.register.mover.is_active
    assert window.session.stack.count() == 0


def test_a_copy_is_made_and_a_place_deleted_after_a_question(window: MainWindow) -> None:
    window.selection.choose_place(DONG_GIAO)
    count = len(window.session.project.places)
    QTest.keyClick(
        window, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    assert len(window.session.project.places) == count + 1
    copy = window.selection.place
    assert copy is not None
    assert copy != DONG_GIAO
    window.register.desk.ask_delete((copy,))
    question = window.register.desk.question
    assert question is not None
    assert question.isVisible()
    role = QMessageBox.ButtonRole.DestructiveRole
    (delete,) = (button for button in question.buttons() if question.buttonRole(button) is role)
    QTest.mouseClick(delete, Qt.MouseButton.LeftButton)
    assert copy not in window.session.project.places
    window.session.stack.undo()
    assert copy in window.session.project.places


def open_table(window: MainWindow, qtbot: QtBot) -> None:
    QTest.keyClick(
        window, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    assert window.register.table.isVisible()


def click_row(
    window: MainWindow, row: int, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    table = window.register.table
    spot = table.visualRect(window.register.model.index(row, 0)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, keys, spot)


def test_the_table_shows_what_the_search_lets_pass_and_selects_on_the_map(
    window: MainWindow, qtbot: QtBot
) -> None:
    open_table(window, qtbot)
    model = window.register.model
    assert model.rowCount() == len(window.session.project.places)
    click_row(window, 1)
    assert window.selection.place == model.places[1].id
    window.selection.choose_place(DONG_GIAO)
    assert [place.id for place in window.register.table.chosen] == [DONG_GIAO]
    QTest.keyClicks(window.places.search, "dong giao")
    assert model.places == list(window.places.shown)


def test_a_click_on_a_title_sorts_in_vietnamese_order(window: MainWindow, qtbot: QtBot) -> None:
    open_table(window, qtbot)
    head = window.register.table.horizontalHeader()
    spot = QPoint(head.sectionViewportPosition(0) + 40, head.height() // 2)
    QTest.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    names = [place.name_vi for place in window.register.model.places]
    if head.sortIndicatorOrder() is Qt.SortOrder.DescendingOrder:
        names.reverse()
    assert names == sorted(names, key=vietnamese_key)


def test_several_rows_get_one_value_as_one_step(window: MainWindow, qtbot: QtBot) -> None:
    open_table(window, qtbot)
    click_row(window, 0)
    click_row(window, 2, Qt.KeyboardModifier.ShiftModifier)
    chosen = window.register.table.chosen
    assert len(chosen) == 3
    window.register.ask_bulk()
    bulk = window.register.bulk
    assert bulk is not None
    type_text(qtbot, bulk.editors["source"].widget, "Khảo sát 2026")
    assert bulk.ticks["source"].isChecked()
    QTest.mouseClick(bulk.apply, Qt.MouseButton.LeftButton)
    places = window.session.project.places
    assert {places[place.id].source for place in chosen} == {"Khảo sát 2026"}
    assert window.session.stack.count() == 1
    assert len(window.register.table.chosen) == 3
    window.session.stack.undo()
    assert [window.session.project.places[place.id] for place in chosen] == chosen


def test_rows_are_copied_with_titles_for_a_spreadsheet(window: MainWindow, qtbot: QtBot) -> None:
    open_table(window, qtbot)
    click_row(window, 0)
    QTest.keyClick(window.register.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    titles, row = QGuiApplication.clipboard().text().split("\n")
    assert titles.split("\t")[0] == "Tên"
    assert row.split("\t")[0] == window.register.model.places[0].name_vi
    assert len(titles.split("\t")) == len(row.split("\t"))


def test_a_filter_kept_under_a_name_is_used_again_and_outlives_the_window(
    window: MainWindow, make_window: MakeWindow, qtbot: QtBot
) -> None:
    filters = window.places.filters
    QTest.mouseClick(filters.chips["categories"].button, Qt.MouseButton.LeftButton)
    popup = filters.chips["categories"].popup
    QTest.keyClick(popup.list, Qt.Key.Key_Space)
    popup.hide()
    QTest.keyClicks(window.places.search, "dinh")
    found = list(window.places.shown)
    assert 0 < len(found) < len(window.session.project.places)
    filters.keep("Đình, di tích", window.places.search.text())
    QTest.mouseClick(window.places.clear, Qt.MouseButton.LeftButton)
    filters.use("Đình, di tích")
    assert list(window.places.shown) == found
    other = make_window()
    assert other.places.filters.kept == filters.kept
    other.places.filters.forget("Đình, di tích")
    assert not other.places.filters.kept
