import pytest

from gis_app.widgets.links import linked


@pytest.mark.parametrize(
    ("text", "target", "shown"),
    [
        ("xem https://dinhchem.vn/le-hoi?a=1&b=2.", "https://dinhchem.vn/le-hoi?a=1&amp;b=2", "le-hoi?a=1"),
        ("(www.hanoi.gov.vn)", "https://www.hanoi.gov.vn", "www.hanoi.gov.vn"),
        ("bql@haiduong.gov.vn, 0220", "mailto:bql@haiduong.gov.vn", "bql@haiduong.gov.vn"),
    ],
)
def test_addresses_become_links_without_the_punctuation_around_them(
    text: str, target: str, shown: str
) -> None:
    made = linked(text)
    assert f'<a href="{target}">' in made
    assert shown in made


@pytest.mark.parametrize(
    "text",
    [
        "<a href='file:///etc/passwd'>x</a>",
        "<img src=x onerror=alert(1)> javascript:alert(1) file:///etc/passwd",
        'https://x/"><script>alert(1)</script>',
    ],
)
def test_markup_of_a_stranger_stays_text(text: str) -> None:
    made = linked(text)
    assert "<img" not in made
    assert "<script" not in made
    assert 'href="file' not in made
    assert "href='" not in made
