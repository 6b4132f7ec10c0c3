"""How the publication is printed, as a form: paper, scale, colours, kind of file, and what to show."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QGridLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from data.language import formats
from data.language.catalogue import N_
from gis_app.dialogs.publish_choice import DPI, PrintChoice
from gis_app.i18n import Words
from gis_app.printing.file_kind import FileKind
from gis_app.widgets.fields import FieldManners
from layers.publication.appearance import SCALES, Appearance, Part, fits_on, has_tour_map, parts_of
from layers.publication.template import PAPERS_MM, Template

PART_WORDS: Final[Mapping[Part, str]] = MappingProxyType(
    {
        Part.STOP_NUMBERS: N_("Numbers of stops"),
        Part.STOP_NAMES: N_("Names of stops"),
        Part.OTHER_PLACES: N_("Other places"),
        Part.UNIT_NAMES: N_("Names of wards"),
        Part.ROAD_NAMES: N_("Names of roads"),
        Part.GRID: N_("Index grid"),
        Part.INSET: N_("Inset map"),
        Part.LEGEND: N_("Legend"),
        Part.PHOTOS: N_("Photos"),
        Part.QR: N_("QR code"),
    }
)
"""What each part is called."""

_KIND_WORDS: Final = {
    FileKind.PDF: N_("PDF"),
    FileKind.PNG: N_("PNG pictures"),
    FileKind.SVG: N_("SVG drawings"),
}
_COLUMNS: Final = 2


class SetupPage(QScrollArea):
    """Form of the part of a ``PrintChoice`` that is about the print; ``changed`` after every change."""

    changed = Signal()
    profile_asked = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self._template: Template | None = None
        self.icc: Path | None = None
        self._make()
        self._connect()
        words.changed.connect(self._say_again)

    # What was chosen

    @property
    def appearance(self) -> Appearance:
        """Paper, scale and what is left out."""
        hidden = frozenset(part for part, box in self.parts.items() if not box.isChecked())
        scale = int(self.scale.currentData() or 0)
        return Appearance(str(self.paper.currentData() or ""), scale, hidden)

    @property
    def is_cmyk(self) -> bool:
        """Whether the inks of a press are chosen."""
        return bool(self.color.currentData())

    @property
    def kind(self) -> FileKind:
        """Kind of file."""
        return FileKind(self.file.currentData())

    def show_choice(self, choice: PrintChoice) -> None:
        """Show a choice without telling of a change."""
        self.icc = choice.icc
        with QSignalBlocker(self):
            self.show_template(choice.template, choice.appearance)
            for part, box in self.parts.items():
                box.setChecked(part not in choice.appearance.hidden)
            self.color.setCurrentIndex(int(choice.is_cmyk))
            self.file.setCurrentIndex(self.file.findData(choice.kind.value))
            self.dpi.setCurrentIndex(self.dpi.findData(choice.dpi))
            self.marks.setChecked(choice.with_marks)
        self._show_colors()

    def show_template(self, template: Template, look: Appearance | None = None) -> None:
        """Offer the papers, scales and parts that a template can have."""
        look = look or self.appearance
        self._template = template
        with QSignalBlocker(self.paper), QSignalBlocker(self.scale):
            self._list_papers(template)
            self.paper.setCurrentIndex(max(self.paper.findData(look.paper), 0))
            self._list_scales()
            self.scale.setCurrentIndex(max(self.scale.findData(look.scale), 0))
        self.scale.setEnabled(has_tour_map(template))
        there = parts_of(template)
        for part, box in self.parts.items():
            self._grid.removeWidget(box)
            box.setVisible(part in there)
        for number, part in enumerate(part for part in self.parts if part in there):
            self._grid.addWidget(self.parts[part], 1 + number // _COLUMNS, number % _COLUMNS)
        self.parts_head.setVisible(bool(there))
        self._say_notes()

    def use_profile(self, icc: Path | None) -> None:
        """Print in the inks of the press of a profile."""
        self.icc = icc
        self._show_colors()
        self.changed.emit()

    # Putting together

    def _make(self) -> None:
        self.paper, self.scale, self.color, self.file, self.dpi = (QComboBox() for _ in range(5))
        for box in (self.paper, self.scale, self.color, self.file, self.dpi):
            FieldManners(box)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for number in range(2):
            self.color.addItem("", bool(number))
        for kind in _KIND_WORDS:
            self.file.addItem("", kind.value)
        for dpi in DPI:
            self.dpi.addItem("", dpi)
        self.paper_note, self.scale_note, self.profile = (QLabel() for _ in range(3))
        for label in (self.paper_note, self.scale_note, self.profile):
            label.setObjectName("muted")
            label.setWordWrap(True)
        self.other_profile = QPushButton()
        self.other_profile.setObjectName("link")
        self.other_profile.setAutoDefault(False)
        self._words.bind(self.other_profile.setText, N_("Other prof&ile…"))
        self._words.bind(
            self.other_profile.setToolTip,
            N_("The ICC profile that the print shop gave you (press and paper)"),
        )
        self.marks = QCheckBox()
        self._words.bind(self.marks.setText, N_("&Crop and fold marks for a print shop"))
        body = QWidget()
        body.setObjectName("panelBody")
        layout = QVBoxLayout(body)
        layout.setContentsMargins(8, 8, 8, 4)
        layout.setSpacing(6)
        layout.addLayout(self._fields())
        layout.addWidget(self.marks)
        layout.addSpacing(4)
        layout.addLayout(self._parts_grid())
        layout.addStretch()
        self.setObjectName("panel")
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setWidget(body)
        self._say_again()

    def _fields(self) -> QFormLayout:
        form = QFormLayout()
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(6)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        rows: tuple[tuple[str, QComboBox, tuple[QWidget, ...]], ...] = (
            (N_("P&aper:"), self.paper, (self.paper_note,)),
            (N_("Map &scale:"), self.scale, (self.scale_note,)),
            (N_("Co&lours:"), self.color, (self.profile, self.other_profile)),
            (N_("&Kind of file:"), self.file, ()),
            (N_("Pict&ures:"), self.dpi, ()),
        )
        for text, box, below in rows:
            label = QLabel()
            label.setBuddy(box)
            self._words.bind(label.setText, text)
            form.addRow(label, box)
            for widget in below:
                form.addRow(widget)
        return form

    def _parts_grid(self) -> QGridLayout:
        self.parts_head = QLabel()
        self.parts_head.setObjectName("heading")
        self._words.bind(self.parts_head.setText, N_("Show on the print"))
        self._grid = grid = QGridLayout()
        grid.setVerticalSpacing(4)
        for column in range(_COLUMNS):
            grid.setColumnStretch(column, 1)
        grid.addWidget(self.parts_head, 0, 0, 1, _COLUMNS)
        self.parts = {part: QCheckBox() for part in PART_WORDS}
        for number, (part, box) in enumerate(self.parts.items()):
            self._words.bind(box.setText, PART_WORDS[part])
            box.setChecked(True)
            grid.addWidget(box, 1 + number // _COLUMNS, number % _COLUMNS)
        return grid

    def _connect(self) -> None:
        for choice in (self.paper, self.scale, self.file, self.dpi):
            choice.currentIndexChanged.connect(self.changed)
        self.color.currentIndexChanged.connect(self._change_colors)
        self.file.currentIndexChanged.connect(self._show_colors)
        for box in (self.marks, *self.parts.values()):
            box.toggled.connect(self.changed)
        self.other_profile.clicked.connect(self.profile_asked)

    # Saying

    def _say_again(self) -> None:
        say = self._words.say
        for number, text in enumerate((N_("RGB for the office printer"), N_("CMYK for the print shop"))):
            self.color.setItemText(number, say(text))
        for number, text in enumerate(_KIND_WORDS.values()):
            self.file.setItemText(number, say(text))
        for number, dpi in enumerate(DPI):
            self.dpi.setItemText(number, say(N_("{count} dots an inch"), count=dpi))
        if self._template is not None:
            self.show_template(self._template)
        self._show_colors()

    def _list_papers(self, template: Template) -> None:
        width, height = round(template.width * template.enlarge), round(template.height * template.enlarge)
        self.paper.clear()
        said = self._words.say(N_("As designed ({width} × {height} mm)"), width=width, height=height)
        self.paper.addItem(said, "")
        for paper in PAPERS_MM:
            if fits_on(template, paper):
                self.paper.addItem(paper, paper)

    def _list_scales(self) -> None:
        self.scale.clear()
        self.scale.addItem(self._words.say(N_("Automatic: the whole tour")), 0)
        for scale in SCALES:
            self.scale.addItem(f"1:{formats.number(scale, self._words.language)}", scale)

    def _say_notes(self) -> None:
        say = self._words.say
        can_grow = self.paper.count() > 1
        self.paper.setEnabled(can_grow)
        self.paper_note.setText(
            "" if can_grow else say(N_("Its proportions are those of no ISO paper: it keeps its own size."))
        )
        self.paper_note.setVisible(not can_grow)
        has_map = self.scale.isEnabled()
        self.scale_note.setText("" if has_map else say(N_("This publication has no map of the whole tour.")))
        self.scale_note.setVisible(not has_map)

    def _change_colors(self) -> None:
        self._show_colors()
        self.changed.emit()

    def _show_colors(self) -> None:
        is_pdf = self.kind is FileKind.PDF
        self.color.setEnabled(is_pdf)
        is_press = self.is_cmyk and is_pdf
        self.profile.setVisible(is_press or not is_pdf)
        self.other_profile.setVisible(is_press)
        if is_press:
            self.profile.setText(self._profile_name())
        elif not is_pdf:
            self.profile.setText(self._words.say(N_("Pictures and drawings are always in RGB.")))

    def _profile_name(self) -> str:
        # Colours load when first needed: the dialog opens without.
        from gis_app.printing.cmyk import PressProfile  # noqa: PLC0415

        profile = PressProfile.built_in() if self.icc is None else PressProfile.read(self.icc)
        return self._words.say(
            N_("{profile} ({condition}), at most {limit} % ink"),
            profile=profile.name,
            condition=profile.condition,
            limit=round(100 * profile.ink_limit),
        )
