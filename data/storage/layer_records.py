"""Layers of the map and their styles as plain tables: JSON in the project file, TOML in a style file."""

import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from enum import StrEnum
from typing import Any, TypeVar

from data.model.layer_style import Condition, LayerStyle, Marker, Operator, Rule, Symbol
from data.model.map_layers import DEFAULT_STACK, LayerKey, LayerSource, LayerStack, MapLayer, SourceKind

_Value = TypeVar("_Value")


def stack_text(stack: LayerStack) -> str:
    """Return the stack as JSON."""
    return json.dumps([_layer_table(layer) for layer in stack.layers], ensure_ascii=False)


def stack_of(text: str) -> LayerStack:
    """Return the stack written as ``text``; '' is the one every map begins with.

    Layers of ours that it does not know yet are put where they usually are.

    Raises
    ------
    TypeError, ValueError, KeyError, BadInputError
        If it is none.
    """
    if not text:
        return DEFAULT_STACK
    layers = [_layer_of(table) for table in json.loads(text)]
    known = {layer.key for layer in layers}
    return LayerStack((*layers, *(layer for layer in DEFAULT_STACK.layers if layer.key not in known)))


def style_table(style: LayerStyle) -> dict[str, Any]:
    """Return a style as plain values."""
    return {
        "label": style.label,
        "label_size_px": style.label_size_px,
        "label_from": style.label_from,
        "rules": [_rule_table(rule) for rule in style.rules],
    }


def style_of(table: Mapping[str, Any]) -> LayerStyle:
    """Return the style of plain values.

    Raises
    ------
    TypeError, ValueError, KeyError, BadInputError
        If they are none.
    """
    values = dict(table)
    rules = tuple(_rule_of(rule) for rule in values.pop("rules"))
    return LayerStyle(rules=rules, **_checked(LayerStyle, values))


def _layer_table(layer: MapLayer) -> dict[str, Any]:
    table: dict[str, Any] = {
        name: getattr(layer, name)
        for name in ("key", "title", "closest", "farthest", "is_visible", "opacity")
    }
    if layer.source is not None:
        table["source"] = asdict(layer.source)
        table["style"] = style_table(layer.style)
    return table


def _layer_of(table: Mapping[str, Any]) -> MapLayer:
    values = dict(table)
    source = values.pop("source", None)
    style = values.pop("style", None)
    checked = _checked(MapLayer, values)
    return MapLayer(
        **{**checked, "key": LayerKey(checked["key"])},
        source=_source_of(source) if source is not None else None,
        style=style_of(style) if style is not None else LayerStyle(),
    )


def _source_of(table: Mapping[str, Any]) -> LayerSource:
    values = dict(table)
    kind = SourceKind(values.pop("kind"))
    return LayerSource(kind=kind, **_checked(LayerSource, values))


def _rule_table(rule: Rule) -> dict[str, Any]:
    table: dict[str, Any] = {"title": rule.title, "symbol": _plain(asdict(rule.symbol))}
    if rule.condition is not None:
        table["condition"] = _plain(asdict(rule.condition))
    return table


def _rule_of(table: Mapping[str, Any]) -> Rule:
    symbol = dict(table.get("symbol", {}))
    marker = Marker(symbol.pop("marker", Marker.CIRCLE))
    condition = table.get("condition")
    return Rule(
        symbol=Symbol(marker=marker, **_checked(Symbol, symbol)),
        condition=_condition_of(condition) if condition is not None else None,
        title=_of_kind("title", table.get("title", ""), str),
    )


def _condition_of(table: Mapping[str, Any]) -> Condition:
    values = dict(table)
    operator = Operator(values.pop("operator", Operator.EQUALS))
    return Condition(operator=operator, **_checked(Condition, values))


def _plain(table: dict[str, Any]) -> dict[str, Any]:
    return {name: value.value if isinstance(value, StrEnum) else value for name, value in table.items()}


def _checked(kind: type[_Value], values: dict[str, Any]) -> dict[str, Any]:
    """Return ``values`` if each is a field of ``kind`` and of its type; whole numbers pass as decimals."""
    types = {entry.name: entry.type for entry in fields(kind)}  # type: ignore[arg-type]  # dataclasses only
    found = {}
    for name, value in values.items():
        if name not in types:
            raise KeyError(name)
        wanted = types[name]
        if wanted is float and type(value) is int:
            value = float(value)  # noqa: PLW2901 - JSON and TOML write 1.0 as 1 too
        found[name] = _of_kind(name, value, wanted if wanted in {float, int, bool} else str)
    return found


def _of_kind(name: str, value: object, kind: Any) -> Any:
    if type(value) is not kind:
        message = f"{name}: {value!r:.60}"
        raise TypeError(message)
    return value
