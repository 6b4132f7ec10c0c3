"""Legend: samples of what the map shows, in as many columns as the area holds."""

from layers.legend import LegendRow, legend_rows
from layers.page import Badge, Item, Rectangle, Rule, Text, TextSetter
from layers.publication.frames.base import Frame
from layers.publication.matter import INK, SMALL, Matter
from layers.style import WHITE

ROW_MM = 4.7
_SAMPLE_MM = 10.5
_COLUMN_LEAST_MM = 42.0


def fill_legend(frame: Frame) -> tuple[Item, ...]:
    """Return the rows column by column, closer together where the area is low."""
    area = frame.area
    rows = legend_rows(frame.matter.project, frame.matter.tour)
    most = max(1, int(area.width // _COLUMN_LEAST_MM))
    columns = min(max(1, int(frame.number("columns", 1))), most)
    while columns < most and -(-len(rows) // columns) * ROW_MM > area.height:
        columns += 1
    per_column = -(-len(rows) // columns)
    step = min(ROW_MM, area.height / per_column)
    items: list[Item] = []
    for position, row in enumerate(rows):
        x = area.left + (position // per_column) * area.width / columns
        y = area.top + (position % per_column + 0.5) * step
        add_legend_row(items, frame.matter, frame.setter, row, (x, y, area.width / columns))
    return tuple(items)


def legend_mm(frame: Frame) -> float:
    """Return the height of all rows in as many columns as the template wishes."""
    rows = len(legend_rows(frame.matter.project, frame.matter.tour))
    return -(-rows // max(1, int(frame.number("columns", 1)))) * ROW_MM


def add_legend_row(
    items: list[Item], matter: Matter, setter: TextSetter, row: LegendRow, at: tuple[float, float, float]
) -> None:
    """Add one row: sample and words; ``at`` is left, middle and width in millimetres."""
    x, y, width = at
    middle = x + 4.0
    if row.badge is not None:
        items.append(Badge(middle, y, 1.8, row.badge, row.color, is_approximate=row.is_approximate))
    elif row.is_area:
        items.append(Rectangle(x, y - 1.5, 8, 3.0, fill=row.color, edge=row.edge, edge_mm=0.25))
    elif row.is_point:
        items.append(Rectangle(middle - 1, y - 1, 2, 2, fill=WHITE, edge=row.color, edge_mm=0.4))
    else:
        casing_mm = row.width_mm + 0.5 if row.edge else 0
        items.append(Rule(x, y, x + 8, y, row.color, row.width_mm, row.dash, row.edge, casing_mm))
    said = matter.say(row.text, **row.facts)
    lines, style = setter.shrunk(said, SMALL, width - _SAMPLE_MM - 1.5, most_lines=1, least_px=9)
    items.append(Text(x + _SAMPLE_MM, y + 0.8, lines[0], style, INK))
