"""A few photos of a place beside each other, small; a click opens one as large as the computer shows it."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from data.language.catalogue import N_
from data.model.place import Photo
from data.readers.photo_files import PhotoFault, PhotoLook
from gis_app.i18n import Words
from gis_app.theme import scaled
from gis_app.widgets.photo_strip import picture

MOST_SHOWN: Final = 4
SIDE_PX: Final = 64


class PhotoRow(QWidget):
    """Thumbnails with captions as tooltips; ``opened`` tells the path of the one clicked."""

    opened = Signal(str)

    def __init__(self, photos: Sequence[Photo], words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.buttons: dict[str, QToolButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        side = scaled(SIDE_PX)
        for photo in photos[:MOST_SHOWN]:
            button = QToolButton(self)
            button.setObjectName("flat")
            button.setFixedSize(side, side * 3 // 4 + 4)
            button.setIconSize(QSize(side - 4, side * 3 // 4))
            said = photo.caption_vi if words.language == "vi" else photo.caption_en or photo.caption_vi
            title = said or words.say(N_("Photo: {path}"), path=photo.path)
            button.setToolTip("\n".join(part for part in (title, photo.credit) if part))
            button.setAccessibleName(title)
            button.setEnabled(False)
            button.clicked.connect(partial(self._open, photo.path))
            self.buttons[photo.path] = button
            row.addWidget(button)
        row.addStretch(1)

    def take_looks(self, looks: Mapping[str, PhotoLook]) -> None:
        """Show what became known of files; one that cannot be shown says why."""
        for path, look in looks.items():
            button = self.buttons.get(path)
            if button is None:
                continue
            if look.thumbnail is not None:
                button.setIcon(QIcon(picture(look.thumbnail, self.devicePixelRatioF())))
                button.setEnabled(True)
                button.setCursor(Qt.CursorShape.PointingHandCursor)
            elif look.fault is not PhotoFault.NONE:
                button.setText("?")
                button.setToolTip(f"{path}: {self._words.say(look.fault.value)}")

    def _open(self, path: str, _checked: bool = False) -> None:
        self.opened.emit(path)
