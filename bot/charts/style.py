"""Colours and sizes that all pictures share.

A picture is 360 points wide, as wide as a phone, so that its smallest text reads well there; it is
drawn 1200 pixels wide.
"""

from __future__ import annotations

WIDTH = 360.0
PIXELS_PER_POINT = 10 / 3

# A mid-tone: no glaring card on a dark client, no black one on a light client, and all on it reads.
GROUND = "#4F5864"
EDGE = "#727D8A"
INK = "#F5F7FA"
QUIET = "#D6DCE4"
BAND = "#3F4752"

# Masataka Okabe and Kei Ito, Color Universal Design (2008): those that stand out on the ground.
BLUE = "#56B4E9"
ORANGE = "#E69F00"
OUTLINE = "#B1BAC5"

TEXTS = (INK, QUIET, "#ADDDF8", "#FBD27C")
BLUE_TEXT, TODAY_TEXT = TEXTS[2:]
MARKS = (INK, QUIET, BLUE, ORANGE, OUTLINE)

TITLE_SIZE = 17.0
TITLE_LINE = 22.0
TEXT_SIZE = 14.0
SMALL_SIZE = 13.0
MARGIN = 16.0


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
