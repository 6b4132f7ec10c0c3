"""What layers a WMS offers: its capabilities (OGC 06-042, version 1.3.0), read once somebody asks."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit
from xml.etree.ElementTree import Element

from data.errors import BadInputError, NetworkUnavailableError
from data.language.catalogue import N_
from data.readers.xml_files import parse_xml
from layers.reference.online import USER_AGENT

MOST_LAYERS: Final = 2_000
_MOST_BYTES: Final = 16 * 2**20
_CHUNK_BYTES: Final = 2**16
_TIMEOUT_S: Final = (5.0, 20.0)
_OWN: Final = frozenset({"service", "request", "version"})


@dataclass(frozen=True, slots=True)
class WmsLayer:
    """One layer: the name that the server answers to, and the title that people read."""

    name: str
    title: str


@dataclass(frozen=True, slots=True)
class WmsOffer:
    """What a server offers: its title, its layers in order, and whose data they are."""

    title: str
    layers: tuple[WmsLayer, ...]
    credit: str = ""


def read_offer(address: str) -> WmsOffer:
    """Ask a server for its capabilities; call it on a thread.

    Raises
    ------
    BadInputError
        If the address is none, or the answer lists no layers.
    NetworkUnavailableError
        If the server is out of reach or answers with an error.
    """
    import requests  # noqa: PLC0415 - loading it takes long, and few ask a server

    try:
        answer = requests.get(
            capabilities_url(address), timeout=_TIMEOUT_S, headers={"User-Agent": USER_AGENT}, stream=True
        )
        with answer:
            if not answer.ok:
                raise _no_answer(str(answer.status_code))
            content = b""
            for part in answer.iter_content(_CHUNK_BYTES):
                content += part
                if len(content) > _MOST_BYTES:
                    raise _no_answer(f"> {_MOST_BYTES} B")
    except (requests.RequestException, OSError, ValueError) as error:
        raise _no_answer(type(error).__name__) from error
    return offer_of(content, address)


def capabilities_url(address: str) -> str:
    """Return the address of the capabilities; what else the address asks for stays.

    Raises
    ------
    BadInputError
        If the address is none.
    """
    parts = urlsplit(address.strip())
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise BadInputError(
            N_("'{address}' is no address of a server."),
            remedy=N_("It begins with https:// or http://."),
            address=address,
        )
    kept = [
        (key, value)
        for key, value in parse_qsl(parts.query, keep_blank_values=True)
        if key.lower() not in _OWN
    ]
    wanted = [*kept, ("SERVICE", "WMS"), ("VERSION", "1.3.0"), ("REQUEST", "GetCapabilities")]
    return urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(wanted), ""))


def offer_of(content: bytes, source: object) -> WmsOffer:
    """Return what capabilities offer; layers without a name only hold others and are not offered.

    Raises
    ------
    BadInputError
        If they are no XML, declare a document type, or list no layer.
    """
    root = parse_xml(content, source)
    layers: dict[str, WmsLayer] = {}
    for element in root.iter():
        if _tag(element) != "Layer":
            continue
        name = _text(element, "Name")
        if name and len(layers) < MOST_LAYERS:
            layers.setdefault(name, WmsLayer(name, _text(element, "Title") or name))
    if not layers:
        raise BadInputError(
            N_("The server lists no layers."),
            source=source,
            remedy=N_("Check the address, or write the names of the layers by hand."),
        )
    service = next((element for element in root if _tag(element) == "Service"), None)
    title = _text(service, "Title") if service is not None else ""
    attribution = next((element for element in root.iter() if _tag(element) == "Attribution"), None)
    credit = _text(attribution, "Title") if attribution is not None else ""
    return WmsOffer(title, tuple(layers.values()), credit)


def _tag(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _text(element: Element, tag: str) -> str:
    """Return the text of a direct child, in one line."""
    child = next((one for one in element if _tag(one) == tag), None)
    return " ".join((child.text or "").split()) if child is not None else ""


def _no_answer(detail: str) -> NetworkUnavailableError:
    return NetworkUnavailableError(N_("The map server does not answer ({detail})."), detail=detail)
