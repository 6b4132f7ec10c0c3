"""Styles of reference layers as TOML files, to be shared and edited by hand."""

import json
import tomllib
from pathlib import Path
from typing import Any, Final

from data.errors import BadInputError, require_file
from data.language.catalogue import N_
from data.model.layer_style import LayerStyle
from data.storage.layer_records import style_of, style_table
from data.writers.atomic import write_atomically

ENDING: Final = ".htstyle.toml"
_MOST_BYTES: Final = 1_000_000
_HEAD: Final = "# Kiểu hiển thị lớp bản đồ – Hành Trình / Map layer style\n"


def read_style(path: Path) -> LayerStyle:
    """Read a style file.

    Raises
    ------
    BadInputError
        If it cannot be read or is no style; names the key.
    """
    require_file(path)
    if path.stat().st_size > _MOST_BYTES:
        raise _no_style(path, "")
    try:
        return style_of(tomllib.loads(path.read_bytes().decode("utf-8-sig")))
    except BadInputError as error:
        facts: dict[str, Any] = dict(error.facts)
        raise BadInputError(
            error.message, source=path, where=error.where, remedy=error.remedy, **facts
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise _no_style(path, str(error)) from error


def write_style(style: LayerStyle, path: Path) -> None:
    """Write a style file, whole or not at all.

    Raises
    ------
    StorageError
        If it cannot be written.
    """
    table = style_table(style)
    rules = table.pop("rules")
    lines = [_HEAD, *_lines(table)]
    for rule in rules:
        lines += ["\n[[rules]]\n", *_lines({"title": rule["title"]})]
        for part in ("condition", "symbol"):
            if part in rule:
                lines += [f"\n[rules.{part}]\n", *_lines(rule[part])]
    write_atomically(path, "".join(lines).encode("utf-8"))


def _lines(table: dict[str, Any]) -> list[str]:
    return [f"{key} = {_value(value)}\n" for key, value in table.items()]


def _value(value: object) -> str:
    # A TOML string is a JSON string, but for the delete character.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")


def _no_style(path: Path, detail: str) -> BadInputError:
    return BadInputError(
        N_("The file is no style of a layer ({detail})."),
        source=path,
        remedy=N_("Choose a style file saved by Hành Trình (.htstyle.toml)."),
        detail=detail,
    )
