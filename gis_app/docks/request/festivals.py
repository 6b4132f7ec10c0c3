"""Window of the festival calendar: stays open beside the map while dates are tried."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from data.language.catalogue import N_
from gis_app.docks.request.almanac import CalendarPanel
from gis_app.docks.request.context import FormContext
from gis_app.theme import window_size

_SIZE = (400, 640)


class FestivalsDialog(QDialog):
    """The calendar in a window of its own.

    Parameters
    ----------
    context
        Of the request form.
    """

    def __init__(self, context: FormContext, today: date, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Tool)
        context.words.bind(self.setWindowTitle, N_("Festival calendar"))
        self.panel = CalendarPanel(context, today)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.hide)
        close = buttons.button(QDialogButtonBox.StandardButton.Close)
        context.words.bind(close.setText, N_("Close"))
        layout = QVBoxLayout(self)
        layout.addWidget(self.panel, 1)
        layout.addWidget(buttons)
        self.resize(window_size(*_SIZE))

    def open_with(self, tour: Sequence[date]) -> None:
        """Show it with the days of the tour marked."""
        self.show()
        self.raise_()
        self.activateWindow()
        self.panel.show_days(tour)
        self.panel.grid.setFocus()
