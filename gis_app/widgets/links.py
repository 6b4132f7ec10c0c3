"""Text of the register whose addresses open outside: everything else in it is shown as it is written."""

import re
from html import escape
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

_ADDRESS: Final = re.compile(
    r"(?P<web>https?://[^\s<>\"']+|www\.[^\s<>\"']+)|(?P<mail>[\w.+-]+@[\w-]+\.[\w.-]*\w)", re.IGNORECASE
)
_TRAILING: Final = ".,;:!?)]}…"


def linked(text: str) -> str:
    """Return ``text`` as rich text with links for web and mail addresses; nothing in it is markup."""
    parts, end = list[str](), 0
    for match in _ADDRESS.finditer(text):
        shown = match[0].rstrip(_TRAILING)
        target = f"mailto:{shown}" if match["mail"] else shown
        if target.lower().startswith("www."):
            target = f"https://{target}"
        parts.append(escape(text[end : match.start()]))
        parts.append(f'<a href="{escape(target)}">{escape(shown)}</a>')
        end = match.start() + len(shown)
    parts.append(escape(text[end:]))
    return "".join(parts).replace("\n", "<br>")


def show_text(label: QLabel, text: str) -> None:
    """Show ``text`` on a label that can be selected; its addresses open in the browser, by keys too."""
    flags = Qt.TextInteractionFlag
    if _ADDRESS.search(text):
        label.setTextFormat(Qt.TextFormat.RichText)
        label.setText(linked(text))
        label.setOpenExternalLinks(True)
        label.setTextInteractionFlags(
            flags.TextSelectableByMouse | flags.LinksAccessibleByMouse | flags.LinksAccessibleByKeyboard
        )
    else:
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setText(text)
        label.setTextInteractionFlags(flags.TextSelectableByMouse)
