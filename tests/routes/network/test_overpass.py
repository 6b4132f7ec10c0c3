"""Fetching against a loopback server that answers as Overpass does, well and badly."""

import json
import socket
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import numpy as np
import osmnx
import pytest
from shapely import LineString, Point, box

from data.errors import BadInputError, CancelledError, NetworkUnavailableError
from data.model.travel_mode import TravelMode
from routes.modes import MODE_BIT, RoadClass
from routes.network.download import FetchSettings
from routes.network.overpass import fetch_network, geocode_area
from routes.network.store import RoadNetwork
from tests.routes.network.roads import grid_point

AREA = box(*grid_point(-0.5, -0.5), *grid_point(3.5, 1.5))
NODES = {1: (0, 0), 2: (1, 0), 3: (1, 1), 4: (0, 1), 5: (2, 0), 6: (3, 0), 7: (2.5, 0), 8: (1, 1.4)}
WAYS: list[tuple[int, list[int], dict[str, str]]] = [
    (10, [1, 2, 3, 4, 1], {"highway": "residential", "name": "Phố Khối"}),
    (11, [6, 7, 5, 2], {"highway": "primary", "oneway": "-1", "ref": "QL5"}),
    (12, [3, 6], {"highway": "secondary", "name": "Đường Về"}),
    (13, [4, 2], {"highway": "service", "access": "private"}),
]
STATUS = "Connected as: 1\nCurrent time: 2026-01-01T00:00:00Z\nRate limit: 2\n2 slots available now.\n"


RELATIONS: list[dict[str, object]] = [
    {
        "type": "relation",
        "id": 900,
        "members": [
            {"type": "way", "ref": 12, "role": "from"},
            {"type": "node", "ref": 3, "role": "via"},
            {"type": "way", "ref": 14, "role": "to"},
        ],
        "tags": {"type": "restriction", "restriction": "no_right_turn"},
    }
]


def overpass_json(
    ways: list[tuple[int, list[int], dict[str, str]]],
    *,
    relations: Sequence[dict[str, object]] = (),
    tagged: Mapping[int, dict[str, str]] | None = None,
) -> dict[str, object]:
    used = {ref for _, refs, _ in ways for ref in refs}
    nodes = [
        {
            "type": "node",
            "id": ref,
            "lat": grid_point(*NODES[ref])[1],
            "lon": grid_point(*NODES[ref])[0],
            **({"tags": tagged[ref]} if tagged and ref in tagged else {}),
        }
        for ref in sorted(used)
    ]
    return {
        "version": 0.6,
        "generator": "Overpass API",
        "osm3s": {"timestamp_osm_base": "2026-01-02T03:04:05Z", "copyright": "OpenStreetMap, ODbL"},
        "elements": [
            *nodes,
            *({"type": "way", "id": way, "nodes": refs, "tags": tags} for way, refs, tags in ways),
            *relations,
        ],
    }


@dataclass
class Server:
    """Answers queries one after another from ``answers`` (status, body); the last one is repeated."""

    url: str = ""
    answers: list[tuple[int, bytes]] = field(default_factory=list)
    queries: list[str] = field(default_factory=list)
    status: str = STATUS
    headers: dict[str, str] = field(default_factory=dict)
    pieces: int = 1
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
                for name, value in server.headers.items() if code >= 400 else ():
                    self.send_header(name, value)
                self.end_headers()
                size = -(-len(body) // server.pieces)
                for begin in range(0, len(body), max(size, 1)):
                    self.wfile.write(body[begin : begin + size])
                    self.wfile.flush()
                    if server.pieces > 1 and not self.path.endswith("/status"):
                        server.released.wait(30)
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


def test_a_question_the_server_does_not_understand_is_not_repeated(
    server: Server, asked: FetchSettings
) -> None:
    page = (
        b"<html><body><p><strong style='color:#FF0000'>Error</strong>: line 1: parse error</p></body></html>"
    )
    server.answers = [(400, page)]
    with pytest.raises(NetworkUnavailableError, match="HTTP 400 Bad Request"):
        fetch_network(AREA, settings=asked)
    server.answers = [(400, page.replace(b" style='color:#FF0000'", b""))]
    with pytest.raises(NetworkUnavailableError, match="line 1: parse error"):
        fetch_network(AREA, settings=asked)
    assert len(server.queries) == 2


def test_a_server_that_names_its_patience_is_obeyed(
    server: Server, asked: FetchSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []
    monkeypatch.setattr(
        "routes.network.download._Reporter.pause", lambda _, seconds, message: waited.append(seconds)
    )
    server.answers = [(429, b""), *server.answers]
    server.headers = {"Retry-After": "7"}
    assert fetch_network(AREA, settings=asked).edge_count > 0
    assert waited == [7.0]


@pytest.mark.parametrize("said", ["3600", "Fri, 01 Jan 2999 00:00:00 GMT"])
def test_a_server_that_wants_to_be_left_alone_for_an_hour_is(
    server: Server, asked: FetchSettings, said: str
) -> None:
    server.answers = [(429, b""), *server.answers]
    server.headers = {"Retry-After": said}
    with pytest.raises(NetworkUnavailableError, match="HTTP 429"):
        fetch_network(AREA, settings=asked)
    assert len(server.queries) == 1


def test_the_status_page_says_how_long_to_wait(
    server: Server, asked: FetchSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []
    server.status = "Rate limit: 2\nSlot available after: 2026-01-01T00:00:09Z, in 9 seconds.\n"

    def pause(_: object, seconds: float, message: str) -> None:
        waited.append(seconds)
        server.status = STATUS

    monkeypatch.setattr("routes.network.download._Reporter.pause", pause)
    fetch_network(AREA, settings=asked)
    assert waited == [9.0]


def test_turn_restrictions_and_barriers_come_with_the_roads(server: Server, asked: FetchSettings) -> None:
    ways = [*WAYS[:3], (14, [3, 8], {"highway": "residential", "name": "Ngõ"})]
    gate = {3: {"highway": "crossing"}, 7: {"barrier": "bollard"}}
    roads = json.dumps(overpass_json(ways, tagged=gate)).encode()
    turns = json.dumps(overpass_json([], relations=RELATIONS)).encode()
    server.answers = [(200, roads), (200, b'{"elements": []}'), (200, turns)]
    network = fetch_network(AREA, settings=asked)
    assert "type" in server.queries[2]
    assert "restriction" in server.queries[2]
    assert len(network.turns) == 1
    (into,), (out,) = network.turns.from_arc.tolist(), network.turns.to_arc.tolist()
    assert network.way_id[[into >> 1, out >> 1]].tolist() == [12, 14]
    assert network.node_id[network.turns.via_node].tolist() == [3]
    assert np.count_nonzero(network.barrier) == 1
    assert network.meta.data_date == "2026-01-02"


def test_elements_of_another_shape_are_a_clear_error(server: Server, asked: FetchSettings) -> None:
    server.answers = [(200, b'{"elements": [{"type": "way"}]}')]
    with pytest.raises(NetworkUnavailableError, match="something else than roads"):
        fetch_network(AREA, settings=asked)


@pytest.mark.parametrize("pieces", [1, 4])
def test_a_download_can_be_cancelled_while_the_server_thinks_or_dawdles(
    server: Server, asked: FetchSettings, pieces: int
) -> None:
    server.is_silent = pieces == 1
    server.pieces = pieces

    def stop(done: float, message: str = "") -> None:
        if server.queries:
            raise CancelledError

    with pytest.raises(CancelledError):
        fetch_network(AREA, settings=asked, progress=stop)
    assert not list(asked.cache.glob("**/*.json"))


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
