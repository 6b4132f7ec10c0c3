"""The kinds of frames, one module each. ``FIXED`` fill their area; ``FLOWING`` go on in the next frame.

A filler takes a ``Frame`` and returns items on the page, or blocks for the width of its area.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from layers.page import Item
from layers.publication.flow import Block
from layers.publication.frames.atlas import (
    contents_blocks,
    fill_heading,
    fill_overview,
    unit_place_blocks,
)
from layers.publication.frames.base import Frame
from layers.publication.frames.credits import fill_credits, fill_page_number
from layers.publication.frames.day_list import fill_day_list
from layers.publication.frames.days import day_blocks, fill_day_bars
from layers.publication.frames.dropped import dropped_blocks
from layers.publication.frames.furniture import fill_north_arrow, fill_scale_bar
from layers.publication.frames.ground import fill_band, fill_text
from layers.publication.frames.index import index_blocks
from layers.publication.frames.legend import fill_legend
from layers.publication.frames.map import fill_map
from layers.publication.frames.photo import fill_logo, fill_photo
from layers.publication.frames.place_card import fill_place_card
from layers.publication.frames.places import place_blocks
from layers.publication.frames.programme import programme_blocks
from layers.publication.frames.qr import fill_qr
from layers.publication.frames.strip_map import strip_blocks
from layers.publication.frames.table import table_blocks
from layers.publication.frames.timetable import timetable_blocks
from layers.publication.frames.title import fill_title, fill_tour_title
from layers.publication.subjects import SubjectKind

FixedFiller = Callable[[Frame], tuple[Item, ...]]
FlowingFiller = Callable[[Frame], tuple[Block, ...]]

FIXED: Final[Mapping[str, FixedFiller]] = MappingProxyType(
    {
        "band": fill_band,
        "title": fill_title,
        "map": fill_map,
        "legend": fill_legend,
        "qr": fill_qr,
        "text": fill_text,
        "day_bars": fill_day_bars,
        "credits": fill_credits,
        "page_number": fill_page_number,
        "heading": fill_heading,
        "place_card": fill_place_card,
        "photo": fill_photo,
        "logo": fill_logo,
        "overview": fill_overview,
        "north_arrow": fill_north_arrow,
        "scale_bar": fill_scale_bar,
        "day_list": fill_day_list,
        "tour_title": fill_tour_title,
    }
)
FLOWING: Final[Mapping[str, FlowingFiller]] = MappingProxyType(
    {
        "days": day_blocks,
        "places": place_blocks,
        "programme": programme_blocks,
        "dropped": dropped_blocks,
        "index": index_blocks,
        "contents": contents_blocks,
        "unit_places": unit_place_blocks,
        "strip_map": strip_blocks,
        "table": table_blocks,
        "timetable": timetable_blocks,
    }
)

OPTIONS: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "band": frozenset({"color"}),
        "title": frozenset({"color", "largest"}),
        "map": frozenset(
            {"grid", "day", "scale", "denominator", "without_photo", "inset", "furniture", "fills"}
        ),
        "legend": frozenset({"columns"}),
        "qr": frozenset({"content", "caption", "color"}),
        "text": frozenset({"vi", "en", "size", "color", "align"}),
        "day_bars": frozenset(),
        "credits": frozenset({"color"}),
        "page_number": frozenset({"color"}),
        "days": frozenset({"ways"}),
        "places": frozenset(),
        "programme": frozenset({"ways"}),
        "dropped": frozenset(),
        "logo": frozenset({"file"}),
        "index": frozenset({"grid"}),
        "heading": frozenset({"color"}),
        "place_card": frozenset(),
        "photo": frozenset({"number"}),
        "overview": frozenset({"furniture"}),
        "north_arrow": frozenset({"map"}),
        "scale_bar": frozenset({"map"}),
        "contents": frozenset(),
        "unit_places": frozenset(),
        "day_list": frozenset(),
        "tour_title": frozenset({"color"}),
        "timetable": frozenset(),
        "table": frozenset({"content", "columns", "size"}),
        "strip_map": frozenset({"scale", "most", "list", "north_up"}),
    }
)
"""Options that each kind understands."""

SUBJECTS: Final[Mapping[str, frozenset[SubjectKind]]] = MappingProxyType(
    {
        "heading": frozenset(SubjectKind),
        "place_card": frozenset({SubjectKind.PLACE}),
        "unit_places": frozenset({SubjectKind.UNIT}),
    }
)
"""What a page has to be about for a kind that makes no sense elsewhere."""
