"""The colours of the house: readable in light and dark, told apart by who sees fewer of them."""

import itertools
import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).resolve().parents[2] / "arenas" / "static" / "css" / "tokens.css"
LIGHT, DARK = TOKENS.read_text().split("@media (prefers-color-scheme: dark)")


def colours(css):
    return dict(re.findall(r"--([a-z_-]+): (#[0-9a-f]{6});", css))


SCHEMES = {"light": colours(LIGHT), "dark": colours(LIGHT) | colours(DARK)}
TEXTS = [
    (ink, ground)
    for ink in ("ink", "ink-soft", "link", "danger", "success", "warning")
    for ground in ("paper", "card", "sunken")
] + [
    ("on-brand", "brand"),
    ("on-brand", "brand-strong"),
    ("on-danger", "danger"),
    ("link", "brand-soft"),
    ("danger", "danger-soft"),
    ("ink", "danger-soft"),
    ("success", "success-soft"),
    ("warning", "warning-soft"),
]
# How three kinds of colour blindness see, on linear light (Vienot, Brettel, Mollon 1999 for the
# first two; Brettel's plane approximated by one matrix for the third).
BLINDNESS = {
    "none": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.11238, 0.88762, 0), (0.11238, 0.88762, 0), (0.00401, -0.00401, 1)),
    "deuteranopia": ((0.29275, 0.70725, 0), (0.29275, 0.70725, 0), (-0.02234, 0.02234, 1)),
    "tritanopia": ((1, 0.1461, -0.1461), (0, 0.8592, 0.1408), (0, 0.8592, 0.1408)),
}


def linear(colour):
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    return [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]


def luminance(colour):
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def lab(rgb):
    """CIE L*a*b* of linear light, D65."""
    matrix = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    white = (0.9505, 1.0, 1.089)
    x, y, z = (
        sum(a * b for a, b in zip(row, rgb, strict=True)) / w
        for row, w in zip(matrix, white, strict=True)
    )
    fx, fy, fz = (max(v, 0) ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def seen(colour, blindness):
    rgb = linear(colour)
    return lab([sum(a * b for a, b in zip(row, rgb, strict=True)) for row in BLINDNESS[blindness]])


def sectors():
    return {name: c for name, c in colours(LIGHT).items() if name.startswith("sector-")}


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("ink", "ground"), TEXTS)
def test_text_stands_out_by_four_and_a_half(scheme, ink, ground):
    tokens = SCHEMES[scheme]
    assert contrast(tokens[ink], tokens[ground]) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("ground", ["paper", "card", "sunken"])
@pytest.mark.parametrize("mark", [*sectors(), "line-strong", "focus", "brand"])
def test_marks_and_edges_stand_out_by_three(scheme, ground, mark):
    tokens = SCHEMES[scheme]
    assert contrast(tokens[mark], tokens[ground]) >= 3


@pytest.mark.parametrize("blindness", BLINDNESS)
def test_no_two_sectors_look_alike(blindness):
    """Each has its shape besides; the colours themselves are at least 12 (CIE76) apart."""
    assert len(sectors()) == 8
    for (one, first), (other, second) in itertools.combinations(sectors().items(), 2):
        pairs = zip(seen(first, blindness), seen(second, blindness), strict=True)
        distance = sum((a - b) ** 2 for a, b in pairs) ** 0.5
        assert distance >= 12, f"{one} and {other} are {distance:.1f} apart"
