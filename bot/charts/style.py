"""Colours and sizes that all pictures share.

A picture is 600 points wide and drawn at two pixels a point; Discord shows it about 550 wide, so a
point is a little less than a pixel there.
"""

from __future__ import annotations

WIDTH = 600.0
PIXELS_PER_POINT = 2
# Discord scales a picture down until it is no higher than this share of its width.
SHOWN_RATIO = 350 / 550

GROUND = "#F5F7FA"
EDGE = "#CBD2DB"
INK = "#1F2933"
QUIET = "#52606D"
BAND = "#E4E9F0"

# Masataka Okabe and Kei Ito, Color Universal Design (2008): those that stand out on the ground.
BLUE = "#0072B2"
VERMILLION = "#D55E00"
OUTLINE = "#7B8794"

TEXTS = (INK, QUIET, BLUE, "#B04E00")
TODAY_TEXT = TEXTS[3]
MARKS = (INK, QUIET, BLUE, VERMILLION, OUTLINE)

TITLE_SIZE = 17.0
TEXT_SIZE = 13.0
SMALL_SIZE = 12.0
MARGIN = 20.0


def luminance(color: str) -> float:
    """The relative luminance of ``#RRGGBB``, 0 to 1 (WCAG 2.2)."""
    parts = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)
