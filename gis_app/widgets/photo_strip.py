"""Photos of a place in their order: thumbnails, captions, credit, and what is wrong with a file."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QIcon,
    QImage,
    QKeySequence,
    QPainter,
    QPixmap,
    QShortcut,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from data.language.catalogue import N_
from data.language.formats import coordinates, distance, number
from data.model.distances import metres_between
from data.model.place import Photo
from data.readers.photo_files import PHOTO_ENDINGS, PhotoFault, PhotoLook, Thumbnail
from gis_app.i18n import Words
from gis_app.theme import scaled

SIDE_PX: Final = 104
_LABEL_PX: Final = 176
_FIELDS: Final = (
    ("caption_vi", N_("field|Caption"), N_("what the photo shows")),
    ("caption_en", N_("field|English caption"), N_("unknown")),
    ("credit", N_("field|Credit"), N_("author · licence · source")),
)


def picture(thumbnail: Thumbnail, ratio: float = 1.0) -> QPixmap:
    """Return a thumbnail as a picture of the screen."""
    image = QImage(
        thumbnail.rgb,
        thumbnail.width_px,
        thumbnail.height_px,
        3 * thumbnail.width_px,
        QImage.Format.Format_RGB888,
    )
    # The bytes belong to Python; the picture on the screen is a copy.
    made = QPixmap.fromImage(image)
    made.setDevicePixelRatio(ratio)
    return made


class PhotoStrip(QWidget):
    """Edits the photos of one place.

    What needs files is asked for: ``looks_asked`` gives paths whose ``PhotoLook`` is wanted (``take_looks``),
    ``files_given`` files to take into the project (``add``), ``browse_asked`` and ``find_asked`` ask for a
    file dialog, for new photos or for the file of a missing one (``replace_path``). ``position_accepted``
    gives the position of a photo, WGS84 degrees.
    """

    changed = Signal()
    looks_asked = Signal(object)
    files_given = Signal(object)
    browse_asked = Signal()
    find_asked = Signal(str)
    position_accepted = Signal(float, float)

    def __init__(self, words: Words, *, can_add: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, self._can_add = words, can_add
        self._looks: dict[str, PhotoLook] = {}
        self._place_lon_lat: tuple[float, float] | None = None
        self._offered: tuple[float, float] | None = None
        self.setAcceptDrops(can_add)
        self._make_list()
        self._make_buttons()
        self._make_fields()
        self._lay_out()
        self._show_chosen()
        words.changed.connect(self._say)

    def _make_list(self) -> None:
        self.list = _Thumbs(self)
        self._words.bind(self.list.setAccessibleName, N_("Photos in their order"))
        self.list.currentRowChanged.connect(lambda _: self._show_chosen())
        self.list.reordered.connect(self.changed)
        self.note = QLabel()
        self.note.setObjectName("muted")
        self.note.setWordWrap(True)

    def _make_buttons(self) -> None:
        self.add_button = self._button(N_("Add photos…"), self.browse_asked.emit)
        self.add_button.setEnabled(self._can_add)
        self.earlier = self._button(N_("‹ Earlier"), lambda: self._move(-1), "Alt+Left")
        self.later = self._button(N_("Later ›"), lambda: self._move(1), "Alt+Right")
        self.remove = self._button(N_("Remove the photo"), self._remove, "Del")
        self.find_button = self._button(N_("Find again…"), self._find)
        self.locate = self._button(N_("Position from the photo"), self._offer_position)
        self.accept_position = self._button(N_("Use this position"), self._accept_position)
        self.accept_position.hide()

    def _button(self, text: str, slot: object, keys: str = "") -> QPushButton:
        button = QPushButton(self)
        button.setAutoDefault(False)
        self._words.bind(button.setText, text)
        button.clicked.connect(slot)
        if keys:
            said = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
            button.setToolTip(said)
            shortcut = QShortcut(QKeySequence(keys), self.list)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(button.click)
        return button

    def _make_fields(self) -> None:
        self.lines: dict[str, QLineEdit] = {}
        self._form = QFormLayout()
        self._form.setHorizontalSpacing(12)
        self._form.setVerticalSpacing(5)
        for name, title, hint in _FIELDS:
            line = self.lines[name] = QLineEdit(self)
            label = QLabel(self)
            label.setFixedWidth(scaled(_LABEL_PX))
            label.setBuddy(line)
            self._words.bind(label.setText, title)
            self._words.bind(line.setAccessibleName, title)
            self._words.bind(line.setPlaceholderText, hint)
            line.textEdited.connect(self._write)
            self._form.addRow(label, line)

    def _lay_out(self) -> None:
        acts, position = QHBoxLayout(), QHBoxLayout()
        for button in (self.add_button, self.earlier, self.later, self.remove):
            acts.addWidget(button)
        acts.addStretch(1)
        for button in (self.find_button, self.locate, self.accept_position):
            position.addWidget(button)
        position.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.list)
        layout.addLayout(acts)
        layout.addWidget(self.note)
        layout.addLayout(position)
        layout.addLayout(self._form)

    # What others call

    @property
    def photos(self) -> tuple[Photo, ...]:
        """The photos in their order."""
        return self.list.photos

    def show_photos(self, photos: Sequence[Photo]) -> None:
        """Show the photos of a place."""
        with QSignalBlocker(self.list):
            self.list.clear()
            for photo in photos:
                self.list.put(photo)
        self.list.setCurrentRow(0 if photos else -1)
        self._show_chosen()
        self._ask_looks(photos)

    def show_place(self, lon: float, lat: float) -> None:
        """Say where the place lies, so that the distance to a photo's position can be told."""
        self._place_lon_lat = lon, lat

    def add(self, paths: Sequence[str]) -> None:
        """Add photos that lie in the project now; those it has already are not added twice."""
        known = {photo.path for photo in self.photos}
        new = [Photo(path) for path in dict.fromkeys(paths) if path not in known]
        for photo in new:
            self.list.put(photo)
        if new:
            self.list.setCurrentRow(self.list.count() - 1)
            self._ask_looks(new)
            self.changed.emit()

    def replace_path(self, path: str, found: str) -> None:
        """Give the photo at ``path`` the file found for it."""
        for row, photo in enumerate(self.photos):
            if photo.path == path:
                self.list.set_photo(row, replace(photo, path=found))
        self._ask_looks(self.photos)
        self.changed.emit()

    def take_looks(self, looks: Mapping[str, PhotoLook]) -> None:
        """Show what became known of files."""
        self._looks.update(looks)
        for row, photo in enumerate(self.photos):
            look = self._looks.get(photo.path)
            if look is not None:
                self.list.show_look(row, look, self._words)
        self._show_chosen()

    # Inside

    def _ask_looks(self, photos: Sequence[Photo]) -> None:
        if photos:
            self.looks_asked.emit([photo.path for photo in photos])

    def _chosen(self) -> tuple[int, Photo] | None:
        row, photos = self.list.currentRow(), self.photos
        return (row, photos[row]) if 0 <= row < len(photos) else None

    def _say(self) -> None:
        self.take_looks({})

    def _show_chosen(self) -> None:
        chosen = self._chosen()
        row, photo = chosen if chosen is not None else (-1, Photo(""))
        look = self._looks.get(photo.path)
        for button in (self.remove, *self.lines.values()):
            button.setEnabled(chosen is not None)
        self.earlier.setEnabled(row > 0)
        self.later.setEnabled(0 <= row < self.list.count() - 1)
        for name, line in self.lines.items():
            if line.text() != getattr(photo, name):
                line.setText(getattr(photo, name))
        self.find_button.setVisible(look is not None and look.fault is not PhotoFault.NONE and self._can_add)
        self.locate.setEnabled(look is not None and look.lon_lat is not None)
        self.locate.setVisible(chosen is not None)
        self._withdraw_offer()
        self.list.setVisible(self.list.count() > 0)
        self._say_note(photo, look)

    def _say_note(self, photo: Photo, look: PhotoLook | None) -> None:
        say, language = self._words.say, self._words.language
        is_wrong = look is not None and look.fault is not PhotoFault.NONE
        if not self._can_add and not self.list.count():
            text = say(N_("Save the project first: photos lie in the folder of its file."))
        elif not self.list.count():
            text = say(N_("Add photos, or drop them here."))
        elif look is None:
            text = photo.path
        elif is_wrong:
            text = f"{photo.path}: {say(look.fault.value)}"
        else:
            size = f"{number(look.width_px, language)} × {number(look.height_px, language)} px"
            text = f"{photo.path} · {size}"
        self.note.setText(text)
        self.note.setObjectName("danger" if is_wrong else "muted")
        self.note.style().polish(self.note)

    def _write(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            row, photo = chosen
            values = {name: line.text().strip() for name, line in self.lines.items()}
            self.list.set_photo(row, replace(photo, **values))
            self.changed.emit()

    def _move(self, step: int) -> None:
        row = self.list.currentRow()
        if 0 <= row + step < self.list.count():
            self.list.shift(row, step)
            self._show_chosen()
            self.changed.emit()

    def _remove(self) -> None:
        if self._chosen() is not None:
            self.list.takeItem(self.list.currentRow())
            self._show_chosen()
            self.changed.emit()

    def _find(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            self.find_asked.emit(chosen[1].path)

    def _offer_position(self) -> None:
        """Say how far the photo was taken from the place before its position is taken over."""
        chosen = self._chosen()
        look = self._looks.get(chosen[1].path) if chosen is not None else None
        if look is None or look.lon_lat is None:
            return
        self._offered = look.lon_lat
        (lon, lat), language = look.lon_lat, self._words.language
        spot = coordinates(lon, lat, language)
        if self._place_lon_lat is None:
            text = self._words.say(N_("Taken at {position}."), position=spot)
        else:
            metres = metres_between(self._place_lon_lat, look.lon_lat)
            text = self._words.say(
                N_("Taken at {position}, {distance} from the position written above."),
                position=spot,
                distance=distance(metres, language),
            )
        self.note.setText(text)
        self.accept_position.show()
        self.accept_position.setFocus()

    def _accept_position(self) -> None:
        if self._offered is not None:
            offered = self._offered
            self._show_chosen()
            self.position_accepted.emit(*offered)

    def _withdraw_offer(self) -> None:
        self._offered = None
        self.accept_position.hide()

    # Files dropped

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take picture files."""
        if _pictures(event):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Take picture files."""
        if _pictures(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Ask to take the files into the project."""
        files = _pictures(event)
        if files:
            event.acceptProposedAction()
            self.files_given.emit(files)


def _pictures(event: QDropEvent) -> list[Path]:
    files = (Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile())
    return [file for file in files if file.suffix.lower() in PHOTO_ENDINGS]


class _Thumbs(QListWidget):
    """Row of thumbnails; ``reordered`` tells that one was dragged to another place."""

    reordered = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("thumbs")
        self.setViewMode(QListView.ViewMode.ListMode)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setIconSize(QSize(SIDE_PX, SIDE_PX * 3 // 4))
        self.setSpacing(3)
        self.setFixedHeight(SIDE_PX * 3 // 4 + 34)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.model().rowsMoved.connect(lambda *_: self.reordered.emit())

    @property
    def photos(self) -> tuple[Photo, ...]:
        """The photos in their order."""
        return tuple(self.item(row).data(Qt.ItemDataRole.UserRole) for row in range(self.count()))

    def put(self, photo: Photo) -> None:
        """Add a photo at the end, grey until its file was looked at."""
        item = QListWidgetItem(QIcon(self._blank()), "")
        item.setData(Qt.ItemDataRole.UserRole, photo)
        self._say(item, photo)
        self.addItem(item)

    def set_photo(self, row: int, photo: Photo) -> None:
        """Put another value in place of a photo."""
        self.item(row).setData(Qt.ItemDataRole.UserRole, photo)
        self._say(self.item(row), photo)

    def show_look(self, row: int, look: PhotoLook, words: Words) -> None:
        """Show the thumbnail, or a blank whose words say what is wrong."""
        item = self.item(row)
        ratio = self.devicePixelRatioF()
        item.setIcon(QIcon(picture(look.thumbnail, ratio) if look.thumbnail else self._blank("?")))
        if look.fault is not PhotoFault.NONE:
            item.setToolTip(words.say(look.fault.value))

    def shift(self, row: int, step: int) -> None:
        """Move a photo by one."""
        with QSignalBlocker(self):
            item = self.takeItem(row)
            self.insertItem(row + step, item)
        self.setCurrentRow(row + step)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Leave files to the strip; drag thumbnails among themselves."""
        if event.source() is self:
            super().dragEnterEvent(event)
        else:
            event.ignore()

    def _say(self, item: QListWidgetItem, photo: Photo) -> None:
        item.setToolTip(photo.caption_vi or photo.path)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, photo.caption_vi or photo.path)

    def _blank(self, sign: str = "") -> QPixmap:
        made = QPixmap(self.iconSize())
        made.fill(QColor(self.palette().alternateBase().color()))
        if sign:
            with QPainter(made) as painter:
                painter.setPen(self.palette().placeholderText().color())
                painter.drawText(made.rect(), Qt.AlignmentFlag.AlignCenter, sign)
        return made
