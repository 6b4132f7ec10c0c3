"""Style files: what is written is read back; damaged ones name the fault."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings

from data.errors import BadInputError
from data.model.layer_style import LayerStyle
from data.readers.layer_style_toml import read_style, write_style
from tests.data.storage.test_layer_records import STYLES


@given(style=STYLES)
@settings(max_examples=40)
def test_a_style_file_is_read_back_as_it_was_written(style: LayerStyle) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "kieu.htstyle.toml"
        write_style(style, path)
        assert read_style(path) == style


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("label = ", "no style"),
        ("label = 'ten'", "rules"),
        ("[[rules]]\n[rules.symbol]\ncolor = 'đỏ'", "no colour"),
        ("[[rules]]\n[rules.symbol]\nwidth_px = 'to'", "width_px"),
        ("[[rules]]\n[rules.condition]\nfield = 'a'\noperator = 'like'", "like"),
        ("rules = 5", "no style"),
        ("[[rules]]\nsize = 4\n[other]\n", "other"),
    ],
)
def test_a_damaged_style_is_refused_with_what_is_wrong(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "hong.htstyle.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInputError, match=said) as caught:
        read_style(path)
    assert "hong.htstyle.toml" in str(caught.value)
