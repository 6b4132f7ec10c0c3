"""Readers of public benchmark files, told apart by content: TOPTW, TTDP (weekly hours), TSPLIB, TSPTW.

Every time and distance becomes a whole number of ``1 / scale`` of the file's unit, rounded as the best known
values of the literature were: TOPTW distances floored to one decimal (Solomon) or two (Cordeau), TTDP to two,
TSPLIB by its own rules, TSPTW as they stand.
"""

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

Matrix = list[list[int]]
Span = tuple[int, int]


class InstanceError(Exception):
    """A file that is no benchmark instance, said in words."""


@dataclass(frozen=True)
class Day:
    """Start and end node, span, and perhaps lunch as (earliest, latest, length)."""

    start: int
    end: int
    begin: int
    finish: int
    lunch: tuple[int, int, int] | None = None


@dataclass(frozen=True)
class Instance:
    """One instance. Nodes are numbered as in the file's order; ``ids`` are the file's own names.

    ``windows[node]`` has, for each day, the spans in which a visit may begin; ``stops`` are the nodes that
    may be visited, ``musts`` those that have to be; ``wards`` says of which nodes at least how many.
    """

    kind: str
    name: str
    scale: int
    ids: tuple[str, ...]
    distance: Matrix
    visit: tuple[int, ...]
    score: tuple[int, ...]
    windows: tuple[tuple[tuple[Span, ...], ...], ...]
    stops: tuple[int, ...]
    days: tuple[Day, ...]
    musts: frozenset[int] = frozenset()
    wards: tuple[tuple[frozenset[int], int], ...] = ()
    counts_length: bool = field(default=False)
    """Whether the length of the tour is asked for rather than its score."""


def read_instance(path: Path, tours: int = 1, row: str | None = None) -> Instance:
    """Read a file of any of the four formats.

    Parameters
    ----------
    tours
        Tours (days) to plan; TSP and TSPTW know one.
    row
        Of a TTDP file: the tourist problem derived from it, such as ``25-2d-ward1`` (see ``derived_ttdp``).
    """
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise InstanceError(f"{path}: cannot be read ({error.strerror})") from error
    if tours < 1:
        raise InstanceError(f"--tours {tours}: at least one tour is needed")
    try:
        kind = detect(text)
    except InstanceError as error:
        raise InstanceError(f"{path}: {error}") from error
    if row is not None and kind != "TTDP":
        raise InstanceError(f"{path}: --row is for TTDP files, this is {kind}")
    if kind in {"TSP", "TSPTW"} and tours != 1:
        raise InstanceError(f"{path}: {kind} has one tour, not {tours}")
    name = path.name.removesuffix(".txt").removesuffix(".tw").removesuffix(".tsp")
    try:
        if kind == "TSP":
            return read_tsplib(text, name)
        if kind == "TSPTW":
            return read_tsptw(text, name)
        if kind == "TTDP":
            return read_ttdp(text, name, tours) if row is None else derived_ttdp(text, name, row)
        return read_toptw(text, name, tours)
    except (ValueError, IndexError, KeyError) as error:
        raise InstanceError(f"{path}: looks like {kind}, but is broken or cut off ({error})") from error


def detect(text: str) -> str:
    """Return which format a text has: ``TSP``, ``TSPTW``, ``TTDP`` or ``TOPTW``."""
    rows = _rows(text)
    if re.search(r"^\s*(DIMENSION|EDGE_WEIGHT_TYPE|NODE_COORD_SECTION)\b", text, re.MULTILINE):
        return "TSP"
    if len(rows) < 2:
        raise InstanceError("the file has no two lines of numbers: it is no instance of a known format")
    if len(rows[0]) == 1 and rows[0][0].isdigit():
        return "TSPTW"
    if len(rows[0]) >= 10 and len(rows) > 2 and len(rows[2]) >= 20:
        return "TTDP"
    if len(rows[0]) == 4 and len(rows) > 3 and len(rows[3]) >= 8:
        return "TOPTW"
    raise InstanceError("the numbers have the shape of none of TOPTW, TTDP, TSPLIB and TSPTW files")


def _rows(text: str) -> list[list[str]]:
    return [row for line in text.splitlines() if (row := line.partition("#")[0].split())]


def _floored(points: Sequence[tuple[float, float]], scale: int) -> Matrix:
    # The small number lifts lengths such as 4.9999999 that are whole on paper.
    return [[math.floor(scale * math.hypot(a[0] - b[0], a[1] - b[1]) + 1e-9) for b in points] for a in points]


def read_toptw(text: str, name: str, tours: int) -> Instance:
    """Read an OPTW/TOPTW file: ``id x y duration score f a list open close``, the depot first.

    Cordeau's instances (named pr…) are counted in hundredths, Solomon's in tenths.
    """
    scale = 100 if name.startswith("pr") else 10
    rows = [[float(value) for value in row] for row in _rows(text)[2:]]
    if any(len(row) < 7 for row in rows) or len(rows) < 2:
        raise InstanceError(f"{name}: a line of a TOPTW file has id, x, y, duration, score … open, close")
    spans = [(round(scale * row[-2]), round(scale * row[-1])) for row in rows]
    return Instance(
        "TOPTW",
        name,
        scale,
        tuple(f"{row[0]:.0f}" for row in rows),
        _floored([(row[1], row[2]) for row in rows], scale),
        (0, *(round(scale * row[3]) for row in rows[1:])),
        tuple(round(row[4]) for row in rows),
        tuple(((span,),) * tours for span in spans),
        tuple(range(1, len(rows))),
        tuple(Day(0, 0, *spans[0]) for _ in range(tours)),
    )


def read_ttdp(text: str, name: str, tours: int) -> Instance:
    """Read a TTDP file as it stands: opening hours of each weekday, from the file's start day on."""
    rows = [[float(value) for value in row] for row in _rows(text)]
    first_day, scale = int(rows[0][2]), 100
    depot, points = rows[1], rows[2 : 2 + int(rows[0][3])]
    if len(points) < rows[0][3]:
        raise InstanceError(f"{name}: {rows[0][3]:.0f} points are announced, {len(points)} are there")

    def spans(row: list[float]) -> tuple[tuple[Span, ...], ...]:
        found = []
        for tour in range(tours):
            weekday = (first_day + tour) % 7
            opens, closes = row[6 + 2 * weekday], row[7 + 2 * weekday]
            span = (round(scale * opens), round(scale * (closes - row[3])))
            found.append((span,) if closes > opens and span[0] <= span[1] else ())
        return tuple(found)

    span = (round(scale * depot[-2]), round(scale * depot[-1]))
    return Instance(
        "TTDP",
        name,
        scale,
        ("0", *(f"{row[0]:.0f}" for row in points)),
        _floored([(row[1], row[2]) for row in [depot, *points]], scale),
        (0, *(round(scale * row[3]) for row in points)),
        (0, *(round(row[4]) for row in points)),
        (((),) * tours, *(spans(row) for row in points)),
        tuple(range(1, len(points) + 1)),
        tuple(Day(0, 0, *span) for _ in range(tours)),
    )


_ROW: Final = re.compile(r"(?P<stops>\d+)-(?P<days>\d+)d(-ward(?P<wards>\d+))?")
_MUSTS: Final = {15: 2, 25: 2, 40: 3, 60: 4}
_DAY: Final = (540, 1140)
_LUNCH: Final = (690, 810, 60)
_MIDDAY_CLOSING: Final = (750, 840)
_HOTELS: Final = ((20.0, 20.0), (80.0, 80.0))


def derived_ttdp(text: str, name: str, row: str) -> Instance:
    """Build the tourist problem ``row`` (such as ``15-1d``, ``40-3d-ward2``) from a TTDP file.

    The first stops of the file in whole minutes rounded up (tenth more against the numbering, as uphill),
    days of 9:00 to 19:00 with an hour of lunch from 11:30 to 13:30, every third stop closed from 12:30 to
    14:00; for several days also nights in two hotels, must-sees and a least number of stops in each quarter.
    """
    match = _ROW.fullmatch(row)
    if match is None:
        raise InstanceError(f"--row {row}: expected something like 15-1d or 40-3d-ward2")
    count, days, least = int(match["stops"]), int(match["days"]), int(match["wards"] or 0)
    rows = [[float(value) for value in line] for line in _rows(text)]
    depot, points = rows[1], rows[2 : 2 + count]
    hotels = [*_HOTELS] if days > 1 else []
    places = [(depot[1], depot[2]), *((point[1], point[2]) for point in points), *hotels]
    nights = [0, *(count + 2 if day % 2 == 0 else count + 1 for day in range(1, days)), 0]
    score = (0, *(int(point[4]) for point in points), *(0 for _ in hotels))
    visit = (0, *(max(5, int(point[3])) for point in points), *(0 for _ in hotels))
    first_day = 1 if days == 1 else 0
    windows = tuple(
        tuple(_tourist_spans(number, point, (first_day + day) % 7, visit[number + 1]) for day in range(days))
        for number, point in enumerate(points)
    )
    closed: tuple[tuple[Span, ...], ...] = ((),) * days
    ranked = sorted(range(1, count + 1), key=lambda node: -score[node])
    musts = ranked[: _MUSTS.get(count, 0)] if days > 1 else []
    quarters = [
        frozenset(i + 1 for i, p in enumerate(points) if (p[1] > 50, p[2] > 50) == (is_east, is_north))
        for is_east in (False, True)
        for is_north in (False, True)
    ]
    return Instance(
        "TTDP-derived",
        f"{name}-{row}",
        1,
        ("0", *(f"{point[0]:.0f}" for point in points), *(f"hotel{i + 1}" for i, _ in enumerate(hotels))),
        _tourist_ways(places),
        visit,
        score,
        (closed, *windows, *(closed for _ in hotels)),
        tuple(range(1, count + 1)),
        tuple(Day(nights[day], nights[day + 1], *_DAY, _LUNCH) for day in range(days)),
        frozenset(node for node in musts if any(_any_hours(points[node - 1], first_day, days))),
        tuple((quarter, least) for quarter in quarters) if least else (),
    )


def _any_hours(point: list[float], first_day: int, days: int) -> list[bool]:
    weekdays = [(first_day + day) % 7 for day in range(days)]
    return [point[7 + 2 * weekday] > point[6 + 2 * weekday] for weekday in weekdays]


def _tourist_ways(places: Sequence[tuple[float, float]]) -> Matrix:
    ways = [[math.dist(one, other) for other in places] for one in places]
    return [
        [math.ceil(way if i < j else way * 1.1) if i != j else 0 for j, way in enumerate(row)]
        for i, row in enumerate(ways)
    ]


def _tourist_spans(number: int, point: list[float], weekday: int, visit: int) -> tuple[Span, ...]:
    opens, closes = int(point[6 + 2 * weekday]), int(point[7 + 2 * weekday])
    if closes <= opens:
        return ()
    hours = [(opens, closes)]
    if number % 3 == 0 and opens < 720 and closes > 870:
        hours = [(opens, _MIDDAY_CLOSING[0]), (_MIDDAY_CLOSING[1], closes)]
    spans = [(max(first, _DAY[0]), min(last, _DAY[1]) - visit) for first, last in hours]
    return tuple(span for span in spans if span[0] <= span[1])


def read_tsptw(text: str, name: str) -> Instance:
    """Read a TSPTW file: number of nodes, matrix, one window for each node, the depot first."""
    numbers = [float(value) for row in _rows(text) for value in row]
    count = int(numbers[0])
    needed = 1 + count * count + 2 * count
    if len(numbers) < needed:
        raise InstanceError(f"{name}: {count} nodes need {needed} numbers, {len(numbers)} are there")
    matrix = [[round(v) for v in numbers[1 + i * count : 1 + (i + 1) * count]] for i in range(count)]
    ends = [round(value) for value in numbers[1 + count * count : needed]]
    spans = [(ends[2 * i], ends[2 * i + 1]) for i in range(count)]
    return _tour("TSPTW", name, tuple(str(i) for i in range(count)), matrix, spans)


def _tour(kind: str, name: str, ids: tuple[str, ...], matrix: Matrix, spans: Sequence[Span]) -> Instance:
    """Return the instance of one closed tour from node 0 through all others."""
    count = len(ids)
    return Instance(
        kind,
        name,
        1,
        ids,
        matrix,
        (0,) * count,
        (0,) * count,
        tuple(((span,),) for span in spans),
        tuple(range(1, count)),
        (Day(0, 0, *spans[0]),),
        frozenset(range(1, count)),
        counts_length=True,
    )


def read_tsplib(text: str, name: str) -> Instance:
    """Read a symmetric or asymmetric TSPLIB 95 file: coordinates by one of its metrics, or a matrix."""
    header = {
        key.strip(): value.strip() for key, value in re.findall(r"^([A-Z_ ]+):(.*)$", text, re.MULTILINE)
    }
    if header.get("TYPE", "TSP").split()[0] not in {"TSP", "ATSP"}:
        raise InstanceError(f"{name}: TSPLIB type {header['TYPE']} is not a travelling salesman problem")
    if "DIMENSION" not in header:
        raise InstanceError(f"{name}: the TSPLIB file does not say its DIMENSION")
    count, weights = int(header["DIMENSION"]), header.get("EDGE_WEIGHT_TYPE", "EUC_2D")
    if weights == "EXPLICIT":
        ids = tuple(str(i + 1) for i in range(count))
        matrix = _explicit(_section(text, "EDGE_WEIGHT_SECTION"), count, header["EDGE_WEIGHT_FORMAT"])
    else:
        values = _section(text, "NODE_COORD_SECTION")
        rows = [values[3 * i : 3 * i + 3] for i in range(count)]
        if len(rows[-1]) < 3:
            raise InstanceError(f"{name}: {count} nodes are announced, {len(values) // 3} are there")
        if weights not in _METRICS:
            raise InstanceError(f"{name}: EDGE_WEIGHT_TYPE {weights} is not one of {', '.join(_METRICS)}")
        ids = tuple(f"{row[0]:.0f}" for row in rows)
        points = [(row[1], row[2]) for row in rows]
        metric = _METRICS[weights]
        matrix = [[0 if a is b else metric(a, b) for b in points] for a in points]
    longest = sum(max(row) for row in matrix)
    return _tour("TSP", name, ids, matrix, [(0, longest)] * count)


def _section(text: str, title: str) -> list[float]:
    start = text.find(title)
    if start < 0:
        raise ValueError(f"no {title}")
    body = text[start + len(title) :]
    stop = re.search(r"^\s*[A-Z]", body, re.MULTILINE)
    return [float(value) for value in body[: stop.start() if stop else None].split()]


def _explicit(values: list[float], count: int, layout: str) -> Matrix:
    matrix = [[0] * count for _ in range(count)]
    if layout == "FULL_MATRIX":
        cells = [(i, j) for i in range(count) for j in range(count)]
    elif layout in {"UPPER_ROW", "LOWER_COL"}:
        cells = [(i, j) for i in range(count) for j in range(i + 1, count)]
    elif layout in {"UPPER_DIAG_ROW", "LOWER_DIAG_COL"}:
        cells = [(i, j) for i in range(count) for j in range(i, count)]
    elif layout in {"LOWER_ROW", "UPPER_COL"}:
        cells = [(i, j) for i in range(count) for j in range(i)]
    elif layout in {"LOWER_DIAG_ROW", "UPPER_DIAG_COL"}:
        cells = [(i, j) for i in range(count) for j in range(i + 1)]
    else:
        raise ValueError(f"EDGE_WEIGHT_FORMAT {layout}")
    if len(values) < len(cells):
        raise ValueError(f"{len(cells)} weights are needed, {len(values)} are there")
    for (i, j), value in zip(cells, values, strict=False):
        matrix[i][j] = round(value)
        if layout != "FULL_MATRIX":
            matrix[j][i] = round(value)
    return matrix


Point = tuple[float, float]


def _euclidean(a: Point, b: Point) -> int:
    return int(math.dist(a, b) + 0.5)


def _rounded_up(a: Point, b: Point) -> int:
    return math.ceil(math.dist(a, b))


def _manhattan(a: Point, b: Point) -> int:
    return int(abs(a[0] - b[0]) + abs(a[1] - b[1]) + 0.5)


def _largest(a: Point, b: Point) -> int:
    return max(int(abs(a[0] - b[0]) + 0.5), int(abs(a[1] - b[1]) + 0.5))


def _pseudo_euclidean(a: Point, b: Point) -> int:
    return math.ceil(math.dist(a, b) / math.sqrt(10))


def _geographical(a: Point, b: Point) -> int:
    # TSPLIB 95 uses this value of pi and an Earth of 6378.388 km; coordinates are degrees.minutes.
    def radians(value: float) -> float:
        degrees = int(value)
        return 3.141592 * (degrees + 5 * (value - degrees) / 3) / 180

    (lat_a, lon_a), (lat_b, lon_b) = ((radians(x), radians(y)) for x, y in (a, b))
    q1, q2, q3 = math.cos(lon_a - lon_b), math.cos(lat_a - lat_b), math.cos(lat_a + lat_b)
    return int(6378.388 * math.acos(0.5 * ((1 + q1) * q2 - (1 - q1) * q3)) + 1)


_METRICS: Final[dict[str, Callable[[Point, Point], int]]] = {
    "EUC_2D": _euclidean,
    "CEIL_2D": _rounded_up,
    "MAN_2D": _manhattan,
    "MAX_2D": _largest,
    "ATT": _pseudo_euclidean,
    "GEO": _geographical,
}
