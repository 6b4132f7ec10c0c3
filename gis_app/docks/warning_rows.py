"""Warnings as rows with the buttons that mend them."""

from collections.abc import Callable, Sequence
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from data.language.catalogue import N_
from data.model.place import PlaceId
from gis_app.docks.stop_row import text_label
from gis_app.docks.warnings import Remedied, TourWarning
from gis_app.i18n import Words
from gis_app.widgets.sign import Sign
from gis_app.widgets.wrapped_button import WrappedButton
from layers.style import Theme


class RemedyLinks(QWidget):
    """Buttons that mend a warning at once."""

    def __init__(self, words: Words, remedies: Sequence[Remedied], mend: Callable[[Remedied], None]) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 2)
        layout.setSpacing(0)
        for remedy in remedies:
            button = WrappedButton(remedy.text)
            button.setToolTip(words.say(N_("Tried on a copy: this mends it, and nothing else breaks.")))
            button.clicked.connect(lambda _=False, remedy=remedy: mend(remedy))
            layout.addWidget(button)


class WarningBox(QFrame):
    """One frame for all warnings: the days are what the panel is for.

    Parameters
    ----------
    show_place
        Shows a place on the map.
    mend
        Carries out a remedy.
    """

    def __init__(
        self,
        words: Words,
        theme: Theme,
        warnings: Sequence[TourWarning],
        show_place: Callable[[PlaceId], None],
        mend: Callable[[Remedied], None],
    ) -> None:
        super().__init__()
        self.setObjectName("warningBox")
        self._words, self._theme, self._show_place = words, theme, show_place
        rows = QVBoxLayout(self)
        rows.setContentsMargins(8, 8, 8, 8)
        rows.setSpacing(6)
        for warning in warnings:
            row = QHBoxLayout()
            row.setSpacing(8)
            colors = theme.interface
            color = colors.danger if warning.is_broken else colors.warning
            sign = Sign("warning", color.hex, 16)
            row.addWidget(sign, alignment=Qt.AlignmentFlag.AlignTop)
            told = QVBoxLayout()
            told.setSpacing(0)
            told.addWidget(self._text(warning))
            if warning.remedies:
                told.addWidget(RemedyLinks(words, warning.remedies, mend))
            row.addLayout(told, 1)
            rows.addLayout(row)

    def _text(self, warning: TourWarning) -> QLabel:
        """Return the sentence, with a link to the place it is about."""
        text = text_label(warning.text, "danger" if warning.is_broken else "warning")
        place_id = warning.place_id
        if place_id is not None:
            look, color = self._words.say(N_("Show on the map")), self._theme.interface.accent_text.hex
            link = f'<a href="place" style="color: {color}">{escape(look).replace(" ", "&nbsp;")}</a>'
            text.setTextFormat(Qt.TextFormat.RichText)
            text.setText(f"{escape(warning.text)} {link}")
            text.setTextInteractionFlags(
                Qt.TextInteractionFlag.LinksAccessibleByMouse
                | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
            )
            text.linkActivated.connect(lambda _: self._show_place(place_id))
        return text


def link_button(text: str, slot: Callable[[], object]) -> QPushButton:
    """Return a button that looks like a link."""
    button = QPushButton(text)
    button.setObjectName("link")
    button.clicked.connect(lambda _=False: slot())
    return button
