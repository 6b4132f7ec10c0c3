"""Fetching against a loopback server that answers as Overpass does, well and badly."""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import osmnx
import pytest
from shapely import LineString, Point, box

from data.errors import BadInputError, CancelledError, NetworkUnavailableError
from data.model.travel_mode import TravelMode
from routes.modes import MODE_BIT, RoadClass
from routes.network.overpass import FetchSettings, fetch_network, geocode_area
from routes.network.store import RoadNetwork
from tests.routes.network.roads import grid_point

AREA = box(*grid_point(-0.5, -0.5), *grid_point(3.5, 1.5))
NODES = {1: (0, 0), 2: (1, 0), 3: (1, 1), 4: (0, 1), 5: (2, 0), 6: (3, 0), 7: (2.5, 0)}
WAYS: list[tuple[int, list[int], dict[str, str]]] = [
    (10, [1, 2, 3, 4, 1], {"highway": "residential", "name": "Phố Khối"}),
    (11, [6, 7, 5, 2], {"highway": "primary", "oneway": "-1", "ref": "QL5"}),
    (12, [3, 6], {"highway": "secondary", "name": "Đường Về"}),
    (13, [4, 2], {"highway": "service", "access": "private"}),
]
STATUS = "Connected as: 1\nCurrent time: 2026-01-01T00:00:00Z\nRate limit: 2\n2 slots available now.\n"


def overpass_json(ways: list[tuple[int, list[int], dict[str, str]]]) -> dict[str, object]:
    used = {ref for _, refs, _ in ways for ref in refs}
    nodes = [
        {"type": "node", "id": ref, "lat": grid_point(*NODES[ref])[1], "lon": grid_point(*NODES[ref])[0]}
        for ref in sorted(used)
    ]
    return {
        "version": 0.6,
        "generator": "Overpass API",
        "osm3s": {"copyright": "OpenStreetMap, ODbL"},
        "elements": [
            *nodes,
            *({"type": "way", "id": way, "nodes": refs, "tags": tags} for way, refs, tags in ways),
        ],
    }


@dataclass
class Server:
    """Answers queries one after another from ``answers`` (status, body); the last one is repeated."""

    url: str = ""
    answers: list[tuple[int, bytes]] = field(default_factory=list)
    queries: list[str] = field(default_factory=list)
    status: str = STATUS
    released: threading.Event = field(default_factory=threading.Event)
    is_silent: bool = False

    def answer(self, query: str) -> tuple[int, bytes]:
        self.queries.append(query)
        if self.is_silent:
            self.released.wait(30)
        return self.answers[min(len(self.queries), len(self.answers)) - 1]


def handler(server: Server) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path.endswith("/status"):
                self._send(200, server.status.encode())
            else:
                self._send(*server.answer(self.path))

        def do_POST(self) -> None:
            form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self._send(*server.answer(form["data"][0]))

        def _send(self, code: int, body: bytes) -> None:
            try:
                self.send_response(code)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            except ConnectionError:
                # The client has given up waiting, which is what some tests want.
                self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the signature of http.server
            pass

    return Handler


@pytest.fixture
def server() -> Iterator[Server]:
    state = Server(answers=[(200, json.dumps(overpass_json(WAYS)).encode())])
    with ThreadingHTTPServer(("127.0.0.1", 0), handler(state)) as httpd:
        state.url = f"http://127.0.0.1:{httpd.server_port}/api"
        thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield state
        state.released.set()
        httpd.shutdown()
        thread.join()


@pytest.fixture
def asked(server: Server, tmp_path: Path) -> FetchSettings:
    return FetchSettings(
        overpass_url=server.url,
        nominatim_url=server.url + "/",
        timeout_s=5,
        attempts=2,
        pause_s=0,
        cache=tmp_path / "cache",
    )


def edge_named(network: RoadNetwork, label: str) -> int:
    return next(edge for edge in range(network.edge_count) if network.road_label(edge) == label)


def test_an_answer_becomes_a_network_with_our_own_access_rules(server: Server, asked: FetchSettings) -> None:
    network = fetch_network(AREA, name="Thử", settings=asked)
    assert sorted(network.node_id.tolist()) == [2, 3, 6]
    assert network.meta.name == "Thử"
    assert "OpenStreetMap" in network.meta.attribution
    edge = edge_named(network, "QL5")
    along, against = int(network.access_forward[edge]), int(network.access_backward[edge])
    if network.node_id[network.edge_u[edge]] == 6:
        along, against = against, along
    car = MODE_BIT[TravelMode.CAR]
    assert network.road_class[edge] == RoadClass.PRIMARY
    assert len(network.coordinates(edge)) == 4
    assert (bool(along & car), bool(against & car)) == (True, False)
    assert any("highway" in query for query in server.queries)
    assert any("ferry" in query for query in server.queries)


def test_a_second_fetch_is_answered_from_the_cache_without_the_server(
    server: Server, asked: FetchSettings
) -> None:
    first = fetch_network(AREA, settings=asked)
    count = len(server.queries)
    server.answers = [(500, b"gone")]
    second = fetch_network(AREA, settings=asked)
    assert len(server.queries) == count
    assert second.edge_count == first.edge_count


def test_a_busy_server_is_asked_again(server: Server, asked: FetchSettings) -> None:
    server.answers = [(429, b"Too Many Requests"), *server.answers]
    assert fetch_network(AREA, settings=asked).edge_count > 0


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ((504, b"<html>Gateway Timeout</html>"), "HTTP 504"),
        ((429, b""), "HTTP 429"),
        ((400, b"parse error"), "HTTP 400"),
        ((200, json.dumps(overpass_json(WAYS)).encode()[:-200]), "cut off"),
        ((200, b"<html>login to the hotel's internet</html>"), "not JSON"),
        (
            (200, json.dumps({**overpass_json(WAYS), "remark": "runtime error: Query timed out"}).encode()),
            "Query timed out",
        ),
    ],
)
def test_a_server_that_keeps_failing_is_given_up_with_its_reason(
    server: Server, asked: FetchSettings, answer: tuple[int, bytes], said: str
) -> None:
    server.answers = [answer]
    with pytest.raises(NetworkUnavailableError, match=said):
        fetch_network(AREA, settings=asked)
    assert len(server.queries) == 2
    assert not list(asked.cache.glob("**/*.json")), "a bad answer was cached"


def test_a_silent_server_times_out(server: Server, asked: FetchSettings) -> None:
    server.is_silent = True
    with pytest.raises(NetworkUnavailableError, match="timed out"):
        fetch_network(AREA, settings=replace(asked, timeout_s=0.2))


def test_a_server_that_is_not_there_is_unavailable_at_once(asked: FetchSettings) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{closed.getsockname()[1]}/api"
        with pytest.raises(NetworkUnavailableError, match=r"Check the connection"):
            fetch_network(AREA, settings=replace(asked, overpass_url=url))


def test_an_area_without_roads_is_a_clear_error(server: Server, asked: FetchSettings) -> None:
    server.answers = [(200, json.dumps(overpass_json([])).encode())]
    with pytest.raises(BadInputError, match="no roads in this area"):
        fetch_network(AREA, settings=asked)


def test_waiting_for_a_slot_can_be_cancelled(server: Server, asked: FetchSettings) -> None:
    server.status = STATUS.replace("2 slots available now.", "Slot available after: 2026-01-01T00:10:00Z.")

    def stop(done: float, message: str = "") -> None:
        if "slot" in message:
            raise CancelledError

    with pytest.raises(CancelledError):
        fetch_network(AREA, settings=asked, progress=stop)
    assert server.queries == []


@pytest.mark.parametrize("is_failing", [False, True])
def test_osmnx_and_the_resolver_are_left_as_they_were(
    server: Server, asked: FetchSettings, is_failing: bool
) -> None:
    before = {key: value for key, value in vars(osmnx.settings).items() if not key.startswith("__")}
    lookup = socket.getaddrinfo
    if is_failing:
        server.answers = [(500, b"")]
        with pytest.raises(NetworkUnavailableError):
            fetch_network(AREA, settings=asked)
    else:
        fetch_network(AREA, settings=asked)
    after = {key: value for key, value in vars(osmnx.settings).items() if not key.startswith("__")}
    assert after == before
    assert socket.getaddrinfo is lookup


def test_an_area_too_large_for_a_shared_server_is_refused(asked: FetchSettings) -> None:
    with pytest.raises(BadInputError, match="too large to download"):
        fetch_network(box(104, 18, 108, 22), settings=asked)


@pytest.mark.parametrize("area", [box(0, 0, 0, 0), Point(1, 1), LineString([(0, 0), (1, 1)])])
def test_what_is_no_area_is_refused(asked: FetchSettings, area: object) -> None:
    with pytest.raises(BadInputError, match="not an outline"):
        fetch_network(area, settings=asked)  # type: ignore[arg-type]


def found(geometry: Callable[[], dict[str, object]]) -> bytes:
    place = {
        "place_id": 1,
        "osm_type": "relation",
        "osm_id": 1,
        "lat": "21.0",
        "lon": "105.8",
        "class": "boundary",
        "type": "administrative",
        "display_name": "Thử",
        "name": "Thử",
        "boundingbox": ["21.0", "21.1", "105.8", "105.9"],
        "importance": 0.5,
        "addresstype": "city",
        "place_rank": 10,
        "geojson": geometry(),
    }
    return json.dumps([place]).encode()


def test_a_place_name_becomes_its_outline(
    server: Server, asked: FetchSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("osmnx._nominatim.time.sleep", lambda _: None)
    ring = [list(point) for point in AREA.exterior.coords]
    server.answers = [(200, found(lambda: {"type": "Polygon", "coordinates": [ring]}))]
    assert geocode_area("Thử", settings=asked).equals(AREA)


def test_a_place_name_nobody_knows_is_a_clear_error(
    server: Server, asked: FetchSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("osmnx._nominatim.time.sleep", lambda _: None)
    server.answers = [(200, b"[]")]
    with pytest.raises(BadInputError, match="No area is known by the name 'Xứ Mơ'"):
        geocode_area("Xứ Mơ", settings=asked)


def test_no_connection_is_said_without_the_words_of_a_library(tmp_path: Path) -> None:
    settings = FetchSettings(
        overpass_url="http://127.0.0.1:9/api", nominatim_url="http://127.0.0.1:9/", cache=tmp_path
    )
    with pytest.raises(NetworkUnavailableError) as caught:
        geocode_area("Hà Nội", settings=settings)
    assert str(caught.value).startswith("The map server cannot be reached.")
    assert "HTTPConnectionPool" not in str(caught.value)
