"""Styles that layers begin with: each another colour, told apart with and without colour vision."""

from typing import Final

from data.model.layer_style import LayerStyle, Marker, Rule, Symbol

COLORS: Final = ("#7A3E9D", "#0B6E4F", "#B8500A", "#1F6FB2", "#8C1C4A", "#5C5C00")
"""Dark enough to be read on the ground, and none of the tour's lacquer red."""


def first_style(number: int) -> LayerStyle:
    """Return the style of the layer added as number ``number``, counted from 0."""
    color = COLORS[number % len(COLORS)]
    marker = tuple(Marker)[number % len(Marker)]
    return LayerStyle(rules=(Rule(Symbol(color=color, fill=color, marker=marker)),))
