"""The colours of the site can be read, in light and in dark (WCAG 2.2: 4.5 for text, 3 for edges)."""

import re
from pathlib import Path

import pytest

CSS = (Path(__file__).resolve().parents[3] / "server" / "static" / "enjoin.css").read_text(encoding="utf-8")
STATES = ("in-force", "partly-blocked", "blocked", "stayed", "not-in-force", "restricted", "uncertain")


def themes() -> dict[str, dict[str, str]]:
    blocks = re.findall(r":root \{(.*?)\n\s*\}", CSS, re.DOTALL)
    light, dark = (dict(re.findall(r"--([\w-]+): (#[0-9A-Fa-f]{6})", block)) for block in blocks[:2])
    return {"light": light, "dark": light | dark}


def luminance(colour: str) -> float:
    def linear(part: int) -> float:
        share = part / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(int(colour[i : i + 2], 16)) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_can_be_read_on_every_ground(theme) -> None:
    colours = themes()[theme]
    for ground in ("bg", "surface", "sunk"):
        for ink in ("text", "muted", "link"):
            assert contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground)
        assert contrast(colours["control"], colours[ground]) >= 3, ground
        assert contrast(colours["focus"], colours[ground]) >= 3, ground
    assert contrast(colours["on-accent"], colours["accent"]) >= 4.5
    assert contrast(colours["text"], colours["mark"]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("state", STATES)
def test_each_state_can_be_read_and_seen(theme, state) -> None:
    colours = themes()[theme]
    assert contrast(colours[f"{state}-text"], colours[f"{state}-fill"]) >= 4.5
    assert contrast(colours[f"{state}-edge"], colours["surface"]) >= 3


def test_every_step_of_the_picture_has_its_rule() -> None:
    from enjoin.server.pictures.swimlane import STEPS

    for step in STEPS:
        assert f"@container (min-width: {step}px) {{ .from-{step}" in CSS
    for step in STEPS[1:]:
        begins = CSS.index(f"@container (min-width: {step}px) {{ .below-{step}")
        assert begins > CSS.index(f".from-{STEPS[-1]}"), "what hides a label comes after what shows it"
