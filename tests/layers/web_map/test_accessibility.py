"""The page by keyboard, screen reader and with weak eyes: names, landmarks, language, focus, contrast."""

from pathlib import Path

import pytest

from layers.web_map.page import render_web_map
from tests.layers.web_map.test_browser import SIZES, look
from tests.samples import sample_project, sample_tour
from tests.tours import LONG_NAME, tour_with

PROBE = """<script>
addEventListener("load", () => {
  const inSight = (element) => {
    const box = element.getBoundingClientRect();
    return box.width > 1 && box.height > 1 && getComputedStyle(element).visibility === "visible";
  };
  const controls = [...document.querySelectorAll("button, a[href], input, [role=button], [tabindex='0']")]
    .filter(inSight);
  const named = (element) => (element.getAttribute("aria-label")
    || [...(element.labels || [])].map((label) => label.textContent).join("")
    || element.textContent || element.title || element.alt || "").trim();
  const channels = (text) => (text.match(/[\\d.]+/g) || []).map(Number);
  const shade = ([red, green, blue]) => {
    const linear = [red, green, blue].map((value) => {
      const part = value / 255;
      return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
  };
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = channels(getComputedStyle(at).backgroundColor);
      if (color.length === 3 || color[3] > 0.99) return color;
      if (color[3] > 0.05) return null;
    }
    return [255, 255, 255];
  };
  const faint = [];
  const walker = document.createTreeWalker(document.querySelector("#panel"), NodeFilter.SHOW_TEXT);
  let texts = 0;
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    const below = ground(element);
    if (!walker.currentNode.textContent.trim() || !inSight(element) || !below) continue;
    const style = getComputedStyle(element);
    const [light, dark] = [shade(channels(style.color)), shade(below)].sort((a, b) => b - a);
    const size = parseFloat(style.fontSize);
    const needed = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5;
    texts += 1;
    if ((light + 0.05) / (dark + 0.05) < needed - 0.01) faint.push(walker.currentNode.textContent.trim());
  }
  const reached = controls.filter((element) => !element.disabled && element.tabIndex >= 0);
  const unseen = reached.filter((element) => {
    element.focus();
    const style = getComputedStyle(element);
    return document.activeElement === element && style.outlineStyle === "none" && style.boxShadow === "none";
  }).map((element) => element.outerHTML.slice(0, 80));
  const result = {
    controls: controls.length,
    texts,
    unnamed: controls.filter((element) => !named(element)).map((element) => element.outerHTML.slice(0, 120)),
    small: [...document.querySelectorAll("#panel button, #panel input")].filter(inSight)
      .filter((element) => element.getBoundingClientRect().height < 16).map((element) => element.outerHTML),
    faint, unseen,
    landmarks: [document.querySelectorAll("main").length, document.querySelectorAll("aside").length],
    headings: [...document.querySelectorAll("h1, h2")].map((one) => one.tagName),
    language: document.documentElement.lang,
  };
  document.querySelector('.languages [data-language="en"]').click();
  result.otherLanguage = document.documentElement.lang;
  const width = document.documentElement.scrollWidth;
  result.isNarrow = width <= innerWidth;
  document.body.dataset.result = JSON.stringify(result);
});
</script></body>"""


@pytest.mark.parametrize("device", list(SIZES))
@pytest.mark.parametrize("kind", ["sample", "forty stops with long names"])
def test_everything_has_a_name_a_visible_focus_and_enough_contrast(
    kind: str, device: str, tmp_path: Path
) -> None:
    made = tour_with(40, days=4, name="{number} " + LONG_NAME)
    project, tour = (sample_project(), sample_tour()) if kind == "sample" else made
    seen, console = look(render_web_map(project, tour), SIZES[device], tmp_path, probe=PROBE)
    assert console == []
    assert seen["controls"] > 10
    assert seen["texts"] > 10
    assert seen["unnamed"] == []
    assert seen["unseen"] == []
    assert seen["faint"] == []
    assert seen["small"] == []
    assert seen["landmarks"] == [1, 1]
    assert seen["headings"][0] == "H1"
    assert seen["headings"].count("H2") >= len(tour.days)
    assert (seen["language"], seen["otherLanguage"]) == ("vi", "en")
    assert seen["isNarrow"]
