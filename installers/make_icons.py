"""Make the program's icon in the formats of Windows and macOS from its drawing.

Usage: ``python installers/make_icons.py FOLDER``; writes ``hanh-trinh.ico`` and ``hanh-trinh.icns`` there.
"""

import io
import sys
from pathlib import Path
from typing import Final

from PIL import Image
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

SOURCE: Final = Path(__file__).parent.parent / "resources" / "icons" / "hanh-trinh.svg"
ICO_SIZES_PX: Final = (16, 24, 32, 48, 64, 128, 256)
ICNS_SIZES_PX: Final = (16, 32, 64, 128, 256, 512, 1024)


def drawn(size_px: int) -> Image.Image:
    """Return the icon, ``size_px`` wide, drawn at that size and not scaled from another."""
    image = QImage(size_px, size_px, QImage.Format.Format_ARGB32)
    image.fill(0)
    with QPainter(image) as painter:
        QSvgRenderer(str(SOURCE)).render(painter)
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload] # the stubs want bytes, Qt takes both
    return Image.open(io.BytesIO(content.data()))


def main(folder: Path) -> None:
    """Write both files into ``folder``."""
    application = QGuiApplication.instance() or QGuiApplication([])
    folder.mkdir(parents=True, exist_ok=True)
    for name, sizes in (("hanh-trinh.ico", ICO_SIZES_PX), ("hanh-trinh.icns", ICNS_SIZES_PX)):
        *smaller, largest = [drawn(size) for size in sizes]
        widths = [(size, size) for size in sizes]
        largest.save(folder / name, append_images=smaller, sizes=widths)
    del application


if __name__ == "__main__":
    main(Path(sys.argv[1]))
