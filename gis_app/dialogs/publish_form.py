"""What is handed out, as a form: the publication to print, the other files, language and names."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QImage
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
    QVBoxLayout,
    QWidget,
)

from data.language.catalogue import N_
from data.model.tour import Tour
from gis_app.dialogs.publish_choice import FORMAT_WORDS, PrintChoice, PublishChoice
from gis_app.dialogs.publish_proofs import thumb_icon
from gis_app.i18n import Words
from gis_app.widgets.fields import FieldManners
from layers.publication.template import Template
from layers.publication.template_file import builtin_keys, builtin_template

WIDTH: Final = 356
_ICON_PX: Final = 68
_GRID: Final = QSize(110, 132)
# Names of templates take up to three lines.
_LANGUAGE_NAMES: Final = (("vi", "Tiếng Việt"), ("en", "English"))


class PublishForm(QWidget):
    """Form of a ``PublishChoice``; ``changed`` after every change of it.

    Parameters
    ----------
    file
        Where the chosen template comes from; ``None`` for one that we ship.
    """

    changed = Signal()
    other_template_asked = Signal()

    def __init__(self, words: Words, tour: Tour, choice: PublishChoice, file: Path | None) -> None:
        super().__init__()
        self._words, self._tour = words, tour
        self._templates = {key: builtin_template(key) for key in builtin_keys()}
        self.files: dict[str, Path] = {}
        self.setFixedWidth(WIDTH)
        self._make()
        if file is not None:
            self.add_template(choice.printed.template, file)
        self._show(choice)
        self._connect()

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
            self.marks.isChecked(),
        )
        return PublishChoice(
            tuple(key for key, box in self.formats.items() if box.isChecked()),
            printed,
            self.has_print.isChecked(),
            self.office.text().strip(),
            self.parent_office.text().strip(),
            self.place.text().strip(),
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
    def all_templates(self) -> Mapping[str, Template]:
        """The templates listed, by key."""
        return self._templates

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
            self.changed.emit()

    def show_thumb(self, key: str, image: QImage) -> None:
        """Show what the tour looks like in a template."""
        for row in range(self.templates.count()):
            item = self.templates.item(row)
            if item.data(Qt.ItemDataRole.UserRole) == key:
                item.setIcon(thumb_icon(image))

    # Putting together

    def _make(self) -> None:
        self.pages = QStackedWidget()
        self.tabs = QButtonGroup(self)
        row = QHBoxLayout()
        row.setSpacing(0)
        for number, page in enumerate((self._print_page(), self._files_page())):
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
        say = self._words.say
        self.language = QComboBox()
        for key, name in _LANGUAGE_NAMES:
            self.language.addItem(name, key)
        FieldManners(self.language)
        label = QLabel(say(N_("Lan&guage:")))
        label.setBuddy(self.language)
        self.language.setAccessibleName(say(N_("Language of what is handed out")))
        row = QHBoxLayout()
        row.addWidget(label)
        row.addWidget(self.language, 1)
        return row

    def _print_page(self) -> QWidget:
        say = self._words.say
        self.has_print = QCheckBox(say(N_("Write this &publication (PDF)")))
        self.templates = QListWidget()
        self.templates.setObjectName("thumbs")
        self.templates.setViewMode(QListWidget.ViewMode.IconMode)
        self.templates.setMovement(QListWidget.Movement.Static)
        self.templates.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.templates.setIconSize(QSize(_ICON_PX, _ICON_PX))
        self.templates.setGridSize(_GRID)
        self.templates.setWordWrap(True)
        self.templates.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.templates.setAccessibleName(say(N_("Publication")))
        for template in self._templates.values():
            self._list_template(template)
        self.other = QPushButton(say(N_("&Other template…")))
        self.other.setObjectName("link")
        self.other.setAutoDefault(False)
        self.other.setToolTip(say(N_("A template of your own (TOML file)")))
        self.bilingual = QCheckBox(say(N_("Names in &both languages")))
        self.marks = QCheckBox(say(N_("&Crop and fold marks for a print shop")))
        above = QHBoxLayout()
        above.addWidget(self.has_print, 1)
        above.addWidget(self.other)
        return _column(above, self.templates, self.bilingual, self.marks, self._title_form())

    def _list_template(self, template: Template) -> None:
        name = template.name(self._words.language)
        item = QListWidgetItem(thumb_icon(), name, self.templates)
        item.setData(Qt.ItemDataRole.UserRole, template.key)
        item.setToolTip(name)
        item.setSizeHint(_GRID)
        item.setTextAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)

    def _title_form(self) -> QFormLayout:
        say = self._words.say
        self.title_vi = _line(say(N_("Vietnamese title on the print")), self._tour.title_vi)
        self.title_en = _line(say(N_("English title on the print")), self._tour.title_en)
        form = _form()
        form.addRow(say(N_("&Title (vi):")), self.title_vi)
        form.addRow(say(N_("T&itle (en):")), self.title_en)
        return form

    def _files_page(self) -> QWidget:
        say = self._words.say
        self.formats = {key: QCheckBox(say(words)) for key, words in FORMAT_WORDS.items()}
        head = QLabel(say(N_("Who issues the programme in Word")))
        head.setObjectName("heading")
        self.parent_office = _line(say(N_("Superior office")), say(N_("e.g. PEOPLE'S COMMITTEE OF …")))
        self.office = _line(say(N_("Issuing office")), say(N_("empty: no letterhead")))
        self.place = _line(say(N_("Place of issue")), say(N_("e.g. Hải Phòng")))
        form = _form()
        form.addRow(say(N_("S&uperior office:")), self.parent_office)
        form.addRow(say(N_("I&ssuing office:")), self.office)
        form.addRow(say(N_("P&lace:")), self.place)
        body = _column(*self.formats.values(), 8, head, form, None)
        area = QScrollArea()
        area.setObjectName("panel")
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(body)
        return area

    def _show(self, choice: PublishChoice) -> None:
        printed = choice.printed
        for key, box in self.formats.items():
            box.setChecked(key in choice.formats)
        with QSignalBlocker(self.templates):
            self.templates.setCurrentRow(list(self._templates).index(printed.template.key))
        self.language.setCurrentIndex(self.language.findData(printed.language))
        self.has_print.setChecked(choice.has_print)
        self.bilingual.setChecked(printed.is_bilingual)
        self.marks.setChecked(printed.with_marks)
        self.office.setText(choice.office)
        self.parent_office.setText(choice.parent_office)
        self.place.setText(choice.place)
        self._count()

    def _connect(self) -> None:
        for box in (*self.formats.values(), self.has_print, self.bilingual, self.marks):
            box.toggled.connect(self._tell)
        for line in (self.title_vi, self.title_en, self.office, self.parent_office, self.place):
            line.textChanged.connect(self._tell)
        self.language.currentIndexChanged.connect(self._tell)
        self.templates.currentRowChanged.connect(self._tell)
        self.other.clicked.connect(self.other_template_asked)

    def _tell(self) -> None:
        self._count()
        self.changed.emit()

    def _count(self) -> None:
        say, count = self._words.say, sum(box.isChecked() for box in self.formats.values())
        self.tabs.button(0).setText(say(N_("For &print")))
        self.tabs.button(1).setText(say(N_("Other &files ({count})"), count=count))


def _line(name: str, placeholder: str) -> QLineEdit:
    line = QLineEdit()
    line.setAccessibleName(name)
    line.setPlaceholderText(placeholder)
    line.setClearButtonEnabled(True)
    return line


def _form() -> QFormLayout:
    form = QFormLayout()
    form.setContentsMargins(0, 0, 0, 0)
    form.setSpacing(6)
    form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
    return form


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
