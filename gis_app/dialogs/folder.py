"""Choosing a folder to write into, which need not exist yet."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget


class FolderDialog(QFileDialog):
    """Dialog for a folder; a new name typed under a folder that exists is made, not refused.

    Qt's own dialog says that such a folder was not found and leaves the user without one.
    """

    def __init__(self, parent: QWidget | None, title: str, folder: Path) -> None:
        super().__init__(parent, title, str(folder))
        self.setFileMode(QFileDialog.FileMode.Directory)
        self.setOption(QFileDialog.Option.ShowDirsOnly)

    def accept(self) -> None:
        """Make the folder if only its last part is missing; whatever fails is said by Qt's own check."""
        for chosen in map(Path, self.selectedFiles()[:1]):
            if not chosen.exists() and chosen.parent.is_dir():
                try:
                    chosen.mkdir()
                except OSError:
                    break
        super().accept()
