"""What is handed out, as a form: the publication to print, the other files, language and names."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from data.language.catalogue import N_
from data.model.tour import Tour
from gis_app.dialogs.publish_choice import FORMAT_WORDS, PrintChoice, PublishChoice
from gis_app.dialogs.publish_history import ChoiceHistory
from gis_app.dialogs.publish_setup import SetupPage
from gis_app.i18n import Words
from gis_app.icons import icon
from gis_app.theme import scaled
from gis_app.widgets.fields import FieldManners
from gis_app.widgets.thumb_list import ThumbList, thumb_icon
from layers.publication.template import Template
from layers.publication.template_file import builtin_keys, builtin_template
from layers.style import Theme

WIDTH: Final = 356
_ICON_PX: Final = 68
_GRID: Final = QSize(110, 132)
# Names of templates take up to three lines.
_LANGUAGE_NAMES: Final = (("vi", "Tiếng Việt"), ("en", "English"))


class PublishForm(QWidget):
    """Form of a ``PublishChoice``; ``changed`` after every change of it.

    Parameters
    ----------
    kept
        The choice to begin with, and where its template comes from; ``None`` for one that we ship.
    """

    changed = Signal()
    other_template_asked = Signal()

    def __init__(
        self, words: Words, theme: Theme, tour: Tour, kept: tuple[PublishChoice, Path | None]
    ) -> None:
        super().__init__()
        self._words, self._theme, self._tour = words, theme, tour
        choice, file = kept
        self._templates = {key: builtin_template(key) for key in builtin_keys()}
        self.files: dict[str, Path] = {}
        self._is_showing = False
        self.setFixedWidth(scaled(WIDTH))
        self._make()
        if file is not None:
            self.add_template(choice.printed.template, file)
        self._show(choice)
        self.history = ChoiceHistory(self.choice)
        self._connect()
        self._say_again()
        words.changed.connect(self._say_again)

    # What was chosen

    @property
    def choice(self) -> PublishChoice:
        """What the form says."""
        printed = PrintChoice(
            self.template,
            str(self.language.currentData()),
            self.bilingual.isChecked(),
            self.title_vi.text().strip(),
            self.title_en.text().strip(),
            self.setup.marks.isChecked(),
            self.setup.appearance,
            self.setup.is_cmyk,
            self.setup.icc,
            self.setup.kind,
            int(self.setup.dpi.currentData()),
        )
        return PublishChoice(
            tuple(key for key, box in self.formats.items() if box.isChecked()),
            printed,
            self.has_print.isChecked(),
            self.office.text().strip(),
            self.parent_office.text().strip(),
            self.place.text().strip(),
            self.web_link.text().strip(),
        )

    @property
    def template(self) -> Template:
        """The template chosen."""
        item = self.templates.item(max(self.templates.currentRow(), 0))
        return self._templates[str(item.data(Qt.ItemDataRole.UserRole))]

    @property
    def template_file(self) -> Path | None:
        """The file that the template comes from; ``None`` for one that we ship."""
        return self.files.get(self.template.key)

    @property
    def templates_in_sight(self) -> tuple[Template, ...]:
        """The templates whose small pictures can be seen."""
        listed = tuple(self._templates.values())
        return tuple(listed[row] for row in self.templates.rows_in_sight())

    def add_template(self, template: Template, file: Path) -> None:
        """List the template of a file and choose it."""
        is_new = template.key not in self._templates
        self._templates[template.key] = template
        self.files[template.key] = file
        if is_new:
            self._list_template(template)
        for row in range(self.templates.count()):
            if self.templates.item(row).data(Qt.ItemDataRole.UserRole) == template.key:
                self.templates.setCurrentRow(row)
        if not is_new:
            self.setup.show_template(template)
            self.templates.seen.emit()
            self.changed.emit()

    def show_thumb(self, key: str, image: QImage) -> None:
        """Show what the tour looks like in a template."""
        for row in range(self.templates.count()):
            item = self.templates.item(row)
            if item.data(Qt.ItemDataRole.UserRole) == key:
                item.setIcon(thumb_icon(image))

    def undo(self) -> None:
        """Take the last choice back."""
        self._show_again(self.history.undo())

    def redo(self) -> None:
        """Make the choice again that was taken back last."""
        self._show_again(self.history.redo())

    def _show_again(self, choice: PublishChoice) -> None:
        self._is_showing = True
        try:
            self._show(choice)
        finally:
            self._is_showing = False
        self._count()
        self.changed.emit()

    # Putting together

    def _make(self) -> None:
        self.pages = QStackedWidget()
        self.tabs = QButtonGroup(self)
        self.setup = SetupPage(self._words)
        row = QHBoxLayout()
        row.setSpacing(0)
        for number, page in enumerate((self._print_page(), self.setup, self._files_page())):
            button = QPushButton()
            button.setObjectName("tab")
            button.setCheckable(True)
            button.setAutoDefault(False)
            self.tabs.addButton(button, number)
            self.pages.addWidget(page)
            row.addWidget(button, 1)
        self.tabs.button(0).setChecked(True)
        self.tabs.idClicked.connect(self.pages.setCurrentIndex)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(self._language_row())
        layout.addLayout(row)
        layout.addWidget(self.pages, 1)

    def _language_row(self) -> QHBoxLayout:
        self.language = QComboBox()
        for key, name in _LANGUAGE_NAMES:
            self.language.addItem(name, key)
        FieldManners(self.language)
        label = QLabel()
        label.setBuddy(self.language)
        self._words.bind(label.setText, N_("Lan&guage:"))
        self._words.bind(self.language.setAccessibleName, N_("Language of what is handed out"))
        row = QHBoxLayout()
        row.addWidget(label)
        row.addWidget(self.language, 1)
        self.undo_button = self._step_button("undo", N_("Undo (Ctrl+Z)"), self.undo)
        self.redo_button = self._step_button("redo", N_("Redo (Ctrl+Y)"), self.redo)
        row.addWidget(self.undo_button)
        row.addWidget(self.redo_button)
        return row

    def _step_button(self, picture: str, text: str, slot: Callable[[], None]) -> QToolButton:
        button = QToolButton()
        button.setIcon(icon(picture, self._theme.interface.text.hex))
        self._words.bind(button.setToolTip, text)
        self._words.bind(button.setAccessibleName, text)
        button.clicked.connect(slot)
        return button

    def _print_page(self) -> QWidget:
        bind = self._words.bind
        self.has_print, self.bilingual = QCheckBox(), QCheckBox()
        bind(self.has_print.setText, N_("Write this &publication"))
        bind(self.bilingual.setText, N_("Names in &both languages"))
        self.templates = ThumbList()
        self.templates.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.templates.setIconSize(QSize(_ICON_PX, _ICON_PX))
        self.templates.setGridSize(_GRID)
        self.templates.setWordWrap(True)
        bind(self.templates.setAccessibleName, N_("Publication"))
        for template in self._templates.values():
            self._list_template(template)
        self.other = QPushButton()
        self.other.setObjectName("link")
        self.other.setAutoDefault(False)
        bind(self.other.setText, N_("&Other template…"))
        bind(self.other.setToolTip, N_("A template of your own (TOML file)"))
        above = QHBoxLayout()
        above.addWidget(self.has_print, 1)
        above.addWidget(self.other)
        return _column(above, self.templates, self.bilingual, self._title_form())

    def _list_template(self, template: Template) -> None:
        item = QListWidgetItem(thumb_icon(), "", self.templates)
        item.setData(Qt.ItemDataRole.UserRole, template.key)
        item.setSizeHint(_GRID)
        item.setTextAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._say_template(item)

    def _say_template(self, item: QListWidgetItem) -> None:
        name = self._templates[str(item.data(Qt.ItemDataRole.UserRole))].name(self._words.language)
        item.setText(name)
        item.setToolTip(name)

    def _title_form(self) -> QFormLayout:
        self.title_vi = self._line(N_("Vietnamese title on the print"))
        self.title_en = self._line(N_("English title on the print"))
        self.title_vi.setPlaceholderText(self._tour.title_vi)
        self.title_en.setPlaceholderText(self._tour.title_en)
        return self._form((N_("&Title (vi):"), self.title_vi), (N_("T&itle (en):"), self.title_en))

    def _files_page(self) -> QWidget:
        bind = self._words.bind
        self.formats = {key: QCheckBox() for key in FORMAT_WORDS}
        for key, box in self.formats.items():
            bind(box.setText, FORMAT_WORDS[key])
        head = QLabel()
        head.setObjectName("heading")
        bind(head.setText, N_("Who issues the programme in Word"))
        self.parent_office = self._line(N_("Superior office"), N_("e.g. PEOPLE'S COMMITTEE OF …"))
        self.office = self._line(N_("Issuing office"), N_("empty: no letterhead"))
        self.place = self._line(N_("Place of issue"), N_("e.g. Hải Phòng"))
        form = self._form(
            (N_("S&uperior office:"), self.parent_office),
            (N_("I&ssuing office:"), self.office),
            (N_("P&lace:"), self.place),
        )
        self.web_link = self._line(
            N_("Where the web page will lie, for the QR codes"), N_("e.g. dulich.haiphong.gov.vn/tuyen-1")
        )
        bind(self.web_link.setToolTip, N_("Where the web page will lie, for the QR codes"))
        web = self._form((N_("&Web page:"), self.web_link))
        body = _column(*self.formats.values(), 8, web, 8, head, form, None)
        area = QScrollArea()
        area.setObjectName("panel")
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(body)
        return area

    def _line(self, name: str, placeholder: str = "") -> QLineEdit:
        line = QLineEdit()
        self._words.bind(line.setAccessibleName, name)
        if placeholder:
            self._words.bind(line.setPlaceholderText, placeholder)
        line.setClearButtonEnabled(True)
        line.installEventFilter(self)
        return line

    def _form(self, *rows: tuple[str, QLineEdit]) -> QFormLayout:
        form = QFormLayout()
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(6)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        for text, line in rows:
            label = QLabel()
            label.setBuddy(line)
            self._words.bind(label.setText, text)
            form.addRow(label, line)
        return form

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Leave undo and redo in a field to the dialog: they go through all choices, not one text."""
        if event.type() is not QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        keys = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)
        if not any(event.matches(key) for key in keys):
            return False
        event.ignore()
        return True

    def _show(self, choice: PublishChoice) -> None:
        printed = choice.printed
        for key, box in self.formats.items():
            box.setChecked(key in choice.formats)
        with QSignalBlocker(self.templates):
            self.templates.setCurrentRow(list(self._templates).index(printed.template.key))
        self.language.setCurrentIndex(self.language.findData(printed.language))
        self.has_print.setChecked(choice.has_print)
        self.bilingual.setChecked(printed.is_bilingual)
        self.setup.show_choice(printed)
        for line, text in (
            (self.title_vi, printed.title_vi),
            (self.title_en, printed.title_en),
            (self.office, choice.office),
            (self.parent_office, choice.parent_office),
            (self.place, choice.place),
            (self.web_link, choice.web_link),
        ):
            if line.text().strip() != text:
                line.setText(text)

    def _connect(self) -> None:
        for box in (*self.formats.values(), self.has_print, self.bilingual):
            box.toggled.connect(self._tell)
        for line in (
            self.title_vi,
            self.title_en,
            self.office,
            self.parent_office,
            self.place,
            self.web_link,
        ):
            line.textChanged.connect(self._tell)
        self.language.currentIndexChanged.connect(self._tell)
        self.templates.currentRowChanged.connect(self._change_template)
        self.setup.changed.connect(self._tell)
        self.other.clicked.connect(self.other_template_asked)

    def _change_template(self) -> None:
        self.setup.show_template(self.template)
        self._tell()

    def _tell(self) -> None:
        if self._is_showing:
            return
        self.history.note(self.choice)
        self._count()
        self.changed.emit()

    def _say_again(self) -> None:
        for row in range(self.templates.count()):
            self._say_template(self.templates.item(row))
        self._count()

    def _count(self) -> None:
        say, count = self._words.say, sum(box.isChecked() for box in self.formats.values())
        self.undo_button.setEnabled(self.history.can_undo)
        self.redo_button.setEnabled(self.history.can_redo)
        self.tabs.button(0).setText(say(N_("Publicatio&n")))
        self.tabs.button(1).setText(say(N_("Pag&e")))
        self.tabs.button(2).setText(say(N_("Other &files ({count})"), count=count))


def _column(*parts: QWidget | QHBoxLayout | QFormLayout | int | None) -> QWidget:
    """Return parts below each other; a number is a gap, ``None`` the rest of the room."""
    body = QWidget()
    layout = QVBoxLayout(body)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(6)
    for one in parts:
        if one is None:
            layout.addStretch()
        elif isinstance(one, int):
            layout.addSpacing(one)
        elif isinstance(one, QWidget):
            layout.addWidget(one, 1 if isinstance(one, QListWidget) else 0)
        else:
            layout.addLayout(one)
    return body
