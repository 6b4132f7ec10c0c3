"""What the page carries inside itself, and proof that it asks nobody for more."""

import base64
import mimetypes
import re
from functools import cache
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path
from typing import Final

from xstatic.pkg import leaflet

from data.errors import HanhTrinhError
from data.language.catalogue import N_

TILE_ORIGIN: Final = "https://tile.openstreetmap.org"
"""The one foreign host a reader may allow, by the switch for the online base map."""

CONTENT_POLICY: Final = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; "
    f"img-src data: {TILE_ORIGIN}; base-uri 'none'; form-action 'none'"
)
"""Content Security Policy: the browser itself stops every other request."""

_LINKED_ONLY: Final = frozenset({"https://www.openstreetmap.org/copyright"})
# Followed only when the reader asks for it; one place at a time.
_LINK_PREFIXES: Final = ("geo:", "https://www.google.com/maps/search/?api=1&query=")
_FETCHING: Final = frozenset({"src", "srcset", "poster", "data", "background", "action", "formaction"})
_CSS_URL: Final = re.compile(r"url\(\s*['\"]?([^'\")]+)['\"]?\s*\)")
_SOURCE_MAP: Final = re.compile(r"//# sourceMappingURL=.*")


class RemoteReferenceError(HanhTrinhError):
    """The page would fetch something from a server; it is not written."""


@cache
def leaflet_script() -> str:
    """Return Leaflet's program, safe inside a ``<script>`` element."""
    text = _leaflet("leaflet.js").read_text(encoding="utf-8")
    return _SOURCE_MAP.sub("", text).replace("</script", "<\\/script")


@cache
def leaflet_style() -> str:
    """Return Leaflet's style sheet with its images inlined."""
    text = _leaflet("leaflet.css").read_text(encoding="utf-8")
    return _CSS_URL.sub(lambda found: f"url({_data_uri(found[1])})", text)


@cache
def own_asset(name: str) -> str:
    """Return a text of ``resources/web_map``."""
    return (files("resources") / "web_map" / name).read_text(encoding="utf-8")


def require_self_contained(page: str) -> None:
    """Refuse a page that names anything to be fetched.

    Raises
    ------
    RemoteReferenceError
        If an element or a style sheet refers to anything but data inside the page. Plain links to known
        credits and to maps are no fetches and pass.
    """
    checker = _Checker()
    checker.feed(page)
    checker.close()
    if checker.found:
        raise RemoteReferenceError(
            N_("The web page refers to {url}, which would need the internet. The page was not written."),
            url=checker.found[0],
        )


class _Checker(HTMLParser):
    """Collects every reference that a browser would follow by itself, and unknown links."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._in_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._in_style = tag == "style"
        for name, value in attrs:
            url = (value or "").strip()
            is_fetch = name in _FETCHING or (name == "href" and tag != "a")
            if is_fetch and not url.startswith(("data:", "#")):
                self.found.append(url)
            is_known = url in _LINKED_ONLY or url.startswith(("#", *_LINK_PREFIXES))
            if name == "href" and tag == "a" and not is_known:
                self.found.append(url)
            if name == "style":
                self._check_css(url)

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - HTMLParser's signature
        self._in_style = False

    def handle_data(self, data: str) -> None:
        if self._in_style:
            self._check_css(data)
            if "@import" in data:
                self.found.append("@import")

    def _check_css(self, css: str) -> None:
        self.found += [url for url in _CSS_URL.findall(css) if not url.startswith(("data:", "#"))]


def _leaflet(name: str) -> Path:
    return Path(leaflet.BASE_DIR) / name


def _data_uri(name: str) -> str:
    if name.startswith(("data:", "#")):
        return name
    path = _leaflet(name)
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return f"data:{kind};base64,{base64.b64encode(path.read_bytes()).decode()}"
