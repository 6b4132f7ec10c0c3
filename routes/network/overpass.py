"""Fetching roads from Overpass through OSMnx, politely, with a cache and a clear word when it fails.

OSMnx keeps its settings in a module and, left alone, retries for ever, asks a public resolver, and leaves
``socket.getaddrinfo`` changed; ``_osmnx_session`` bounds all that to one call. The settings are shared, so
two fetches never run at once.
"""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import osmnx
import platformdirs
import requests
from osmnx._errors import InsufficientResponseError, ResponseStatusCodeError
from shapely import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from data.errors import BadInputError, NetworkUnavailableError
from data.language.catalogue import N_
from data.progress import Progress, part, silent
from routes.modes import ROUTING_KEYS
from routes.network.finish import finish_network
from routes.network.meta import NetworkMeta
from routes.network.osm import ATTRIBUTION
from routes.network.store import RoadNetwork
from routes.network.ways import WayCollector, WayTable

if TYPE_CHECKING:
    import networkx as nx

OVERPASS_URL: Final = "https://overpass-api.de/api"
NOMINATIM_URL: Final = "https://nominatim.openstreetmap.org/"
USER_AGENT: Final = "Hanh Trinh tour planner (OSMnx)"
MAX_AREA_KM2: Final = 20_000.0
"""Larger areas belong in an extract file, not on a shared server (Hà Nội and Hải Phòng are 6,600 km²)."""

_FILTERS: Final = (
    '["highway"]["highway"!~"abandoned|construction|planned|platform|proposed|raceway|razed"]',
    '["route"="ferry"]',
)
_BUSY: Final = frozenset({429, 502, 503, 504})
_LOCK = threading.Lock()
_Answer = TypeVar("_Answer")


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchSettings:
    """How to ask.

    Parameters
    ----------
    overpass_url, nominatim_url
        Servers.
    timeout_s
        Longest silence of the server, seconds.
    attempts
        How often a busy or broken answer is asked for again.
    pause_s
        Pause before the first repetition, doubled each time, seconds.
    slot_wait_s
        Longest wait for a free slot of the server (its own rate limit), seconds.
    cache
        Folder of earlier answers; they are used without asking again.
    """

    overpass_url: str = OVERPASS_URL
    nominatim_url: str = NOMINATIM_URL
    timeout_s: float = 180.0
    attempts: int = 3
    pause_s: float = 10.0
    slot_wait_s: float = 120.0
    cache: Path = Path(platformdirs.user_cache_dir("hanh-trinh")) / "overpass"


def fetch_network(
    area: Polygon | MultiPolygon,
    *,
    name: str = "",
    settings: FetchSettings | None = None,
    progress: Progress = silent,
) -> RoadNetwork:
    """Download the roads of an area and build their network, ready to route.

    Parameters
    ----------
    area
        WGS84 degrees.
    name
        What to call the network.
    settings
        Servers, patience and cache.
    progress
        Told the share done; may raise CancelledError, also while waiting.

    Raises
    ------
    NetworkUnavailableError
        If the server cannot be reached or does not answer properly.
    BadInputError
        If the area is empty, too large, or has no roads.
    """
    _check_area(area)
    asked = settings or FetchSettings()
    with _osmnx_session(asked, part(progress, 0.0, 0.5)):
        graph = _with_patience(lambda: _download(area), asked, progress)
    ways = _ways_of(graph)
    if not len(ways.size):
        raise _no_roads()
    meta = NetworkMeta(
        name=name or "Overpass",
        source=asked.overpass_url,
        built=datetime.now(UTC).date().isoformat(),
        attribution=ATTRIBUTION,
    )
    return finish_network(ways, meta, source=asked.overpass_url, progress=part(progress, 0.5, 1.0))


def geocode_area(
    name: str, *, settings: FetchSettings | None = None, progress: Progress = silent
) -> Polygon | MultiPolygon:
    """Return the outline of a place by name, from Nominatim, WGS84 degrees.

    Raises
    ------
    NetworkUnavailableError
        If the server cannot be reached or does not answer properly.
    BadInputError
        If it knows no area of that name.
    """
    asked = settings or FetchSettings()
    with _osmnx_session(asked, progress):
        outline: BaseGeometry | None = _with_patience(lambda: _geocode(name), asked, progress)
    if not isinstance(outline, Polygon | MultiPolygon):
        raise BadInputError(
            N_("No area is known by the name '{area}'."),
            remedy=N_("Give west,south,east,north in degrees or the name of an administrative unit."),
            area=name,
        )
    return outline


class _BadAnswerError(Exception):
    """An answer that is worth asking for again; the text says what was wrong with it."""


class _Gate(requests.auth.AuthBase):
    """Runs before every request: waits for a free slot, reports progress, lets the user cancel."""

    def __init__(self, settings: FetchSettings, progress: Progress) -> None:
        self._settings = settings
        self._progress = progress
        self._sent = 0

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        self._progress(1 - 0.8**self._sent, N_("Downloading roads"))
        self._sent += 1
        if (request.url or "").startswith(self._settings.overpass_url):
            deadline = time.monotonic() + self._settings.slot_wait_s
            while self._slot_taken() and time.monotonic() < deadline:
                _pause(1.0, self._progress, N_("Waiting for a free slot of the server"))
        return request

    def _slot_taken(self) -> bool:
        url = self._settings.overpass_url.rstrip("/") + "/status"
        answer = requests.get(url, timeout=self._settings.timeout_s, headers={"User-Agent": USER_AGENT})
        # Overpass says "N slots available now." or "Slot available after: <time>".
        return "Slot available after" in answer.text and "slots available now" not in answer.text


def _refuse_bad(answer: requests.Response, *_: Any, **__: Any) -> None:
    """Response hook: raise _BadAnswerError on errors, cut-off JSON and partial results."""
    if answer.status_code in _BUSY or not answer.ok:
        raise _BadAnswerError(f"HTTP {answer.status_code} {answer.reason}")
    try:
        document = answer.json()
    except requests.exceptions.JSONDecodeError as error:
        raise _BadAnswerError("the answer is cut off or not JSON") from error
    remark = document.get("remark", "") if isinstance(document, dict) else ""
    if "error" in remark:
        # Overpass sends what it has with status 200 when it runs out of time or memory.
        raise _BadAnswerError(remark)


@contextmanager
def _osmnx_session(asked: FetchSettings, progress: Progress) -> Iterator[None]:
    changes = {
        "overpass_url": asked.overpass_url,
        "nominatim_url": asked.nominatim_url,
        "requests_timeout": asked.timeout_s,
        "requests_kwargs": {"auth": _Gate(asked, progress), "hooks": {"response": _refuse_bad}},
        "overpass_rate_limit": False,
        "doh_url_template": None,
        "use_cache": True,
        "cache_folder": asked.cache,
        "http_user_agent": USER_AGENT,
        "all_oneway": True,
        "useful_tags_way": sorted(ROUTING_KEYS | {"name", "ref"}),
    }
    with _LOCK:
        before = {key: getattr(osmnx.settings, key) for key in changes}
        lookup = socket.getaddrinfo
        try:
            for key, value in changes.items():
                setattr(osmnx.settings, key, value)
            yield
        finally:
            for key, value in before.items():
                setattr(osmnx.settings, key, value)
            socket.getaddrinfo = lookup


def _with_patience(ask: Callable[[], _Answer], asked: FetchSettings, progress: Progress) -> _Answer:
    for attempt in range(asked.attempts):
        try:
            return ask()
        except requests.ConnectionError as error:
            raise NetworkUnavailableError(
                N_(
                    "The map server cannot be reached. Check the connection, try later, or build from a "
                    "downloaded .osm.pbf file."
                )
            ) from error
        except (_BadAnswerError, requests.RequestException, ResponseStatusCodeError) as error:
            if attempt + 1 == asked.attempts:
                raise NetworkUnavailableError(
                    N_(
                        "The map server did not answer properly ({reason}). Check the connection, try later, "
                        "or build from a downloaded .osm.pbf file."
                    ),
                    reason=str(error)[:200],
                ) from error
            _pause(asked.pause_s * 2**attempt, progress, N_("The server is busy; waiting to ask again"))
    raise AssertionError


def _pause(seconds: float, progress: Progress, message: str) -> None:
    # In small steps, so that the user can cancel.
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        progress(0.1, message)
        time.sleep(min(left, 0.5))


def _download(area: Polygon | MultiPolygon) -> "nx.MultiDiGraph[int]":
    try:
        return osmnx.graph_from_polygon(
            area, simplify=False, retain_all=True, truncate_by_edge=True, custom_filter=list(_FILTERS)
        )
    except (InsufficientResponseError, ValueError) as error:
        # Cut-off answers were caught on arrival: nothing is left but an area without roads.
        raise _no_roads() from error


def _geocode(name: str) -> BaseGeometry | None:
    try:
        found = osmnx.geocode_to_gdf(name)
    except (InsufficientResponseError, TypeError):
        return None
    outline: BaseGeometry = found.geometry.iloc[0]
    return outline


def _no_roads() -> BadInputError:
    return BadInputError(
        N_("There are no roads in this area."), remedy=N_("Give west,south,east,north in degrees.")
    )


def _check_area(area: BaseGeometry) -> None:
    if not isinstance(area, Polygon | MultiPolygon) or area.is_empty or not area.is_valid:
        raise BadInputError(
            N_("The area is not an outline."), remedy=N_("Give west,south,east,north in degrees.")
        )
    # Degrees to kilometres at the latitudes of Vietnam, roughly: this only guards the server.
    size = area.area * 111.0 * 104.0
    if size > MAX_AREA_KM2:
        raise BadInputError(
            N_("The area is too large to download ({size} km², at most {most} km²)."),
            remedy=N_("Download an .osm.pbf extract and use 'network build'."),
            size=round(size),
            most=round(MAX_AREA_KM2),
        )


def _ways_of(graph: "nx.MultiDiGraph[int]") -> WayTable:
    """Return the segments of an unsimplified OSMnx graph as ways of two nodes."""
    collector = WayCollector()
    at = {node: (node, float(data["x"]), float(data["y"])) for node, data in graph.nodes(data=True)}
    for u, v, data in graph.edges(data=True):
        tags = {key: value for key, value in data.items() if isinstance(value, str)}
        if tags.get("oneway") in {"-1", "reverse"}:
            # OSMnx has turned the nodes of such ways round already.
            tags["oneway"] = "yes"
        kind = collector.kind_of(tags)
        if kind is not None:
            collector.add(int(data["osmid"]), kind, [at[u], at[v]])
    return collector.table()
