"""Where every text of every template stands, in both languages; refreshed with ``--refresh-golden``."""

import pytest

from layers.page import Text
from layers.publication.compose import compose
from layers.publication.matter import Matter
from layers.publication.template_file import builtin_keys, builtin_template
from layers.style import TextStyle
from tests.conftest import Golden
from tests.samples import sample_project, sample_tour


def measure(text: str, style: TextStyle) -> tuple[float, float]:
    return len(text) * style.size_px * 0.56, style.size_px * 1.27


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("key", builtin_keys())
def test_texts_stand_where_they_stood(key: str, language: str, golden: Golden) -> None:
    template = builtin_template(key)
    matter = Matter.of(
        sample_project(),
        sample_tour(),
        language,
        ("© OpenStreetMap contributors (ODbL 1.0)",),
        is_bilingual=template.bilingual,
    )
    said = [
        f"{number} {item.x:.1f} {item.y:.1f} {item.style.size_px} {item.text}"
        for number, page in enumerate(compose(template, matter, measure).pages, start=1)
        for item in page.items
        if isinstance(item, Text)
    ]
    golden(f"publication/{key}.{language}.txt", "\n".join(said) + "\n")
