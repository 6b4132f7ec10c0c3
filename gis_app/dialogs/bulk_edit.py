"""One value for a field of many places."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from data.language.catalogue import N_
from data.model.place import Place
from data.model.project import Project
from gis_app.dialogs.place_editors import FieldEditor
from gis_app.dialogs.place_fields import COMMON_FIELDS
from gis_app.i18n import Words
from gis_app.theme import window_size

_SIZE_PX = (600, 600)


class BulkEdit(QDialog):
    """Form of the fields that many places may share; ``applied`` gives the places as changed."""

    applied = Signal(object)

    def __init__(self, words: Words, project: Project, places: list[Place], parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._words, self._places = words, places
        self.editors = {spec.name: FieldEditor(spec, project, words, self) for spec in COMMON_FIELDS}
        self.ticks: dict[str, QCheckBox] = {}
        self._lay_out()
        words.changed.connect(self._say)
        self._say()
        self.resize(window_size(*_SIZE_PX))

    def _say(self) -> None:
        title = self._words.count(N_("Edit {count} place"), N_("Edit {count} places"), len(self._places))
        self.setWindowTitle(title)
        for name, tick in self.ticks.items():
            tick.setText(self.editors[name].title)

    def _lay_out(self) -> None:
        body = QWidget()
        body.setObjectName("panelBody")
        grid = QGridLayout(body)
        grid.setContentsMargins(16, 12, 16, 12)
        grid.setColumnStretch(1, 1)
        for row, (name, editor) in enumerate(self.editors.items()):
            editor.show_text("")
            tick = self.ticks[name] = QCheckBox()
            editor.label.hide()
            editor.changed.connect(lambda tick=tick: tick.setChecked(True))
            grid.addWidget(tick, 2 * row, 0)
            grid.addWidget(editor.widget, 2 * row, 1)
            grid.addWidget(editor.note, 2 * row + 1, 1)
        area = QScrollArea(self)
        area.setObjectName("panel")
        area.setWidgetResizable(True)
        area.setWidget(body)
        about = QLabel()
        self._words.bind(
            about.setText, N_("Ticked fields get the value beside them; an empty one becomes unknown.")
        )
        about.setObjectName("muted")
        about.setWordWrap(True)
        about.setContentsMargins(16, 8, 16, 0)
        cancel, self.apply = QPushButton(), QPushButton()
        self._words.bind(cancel.setText, N_("Cancel"))
        self._words.bind(self.apply.setText, N_("Apply"))
        cancel.setAutoDefault(False)
        self.apply.setDefault(True)
        cancel.clicked.connect(self.reject)
        self.apply.clicked.connect(self._apply)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(16, 8, 16, 12)
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(self.apply)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(about)
        layout.addWidget(area, 1)
        layout.addLayout(buttons)

    def _apply(self) -> None:
        ticked = [editor for name, editor in self.editors.items() if self.ticks[name].isChecked()]
        wrong = [editor for editor in ticked if editor.problem()]
        if wrong:
            wrong[0].widget.setFocus()
            return
        values = {editor.spec.name: editor.value() for editor in ticked}
        if values:
            self.applied.emit([replace(place, **values) for place in self._places])  # type: ignore[arg-type]  # by name
        self.accept()
