"""Two fonts that come with packages, and which texts they can show.

DejaVu Sans has the alphabets, Noto Sans CJK Chinese, Japanese and Korean. The machine's own fonts
are left out: a picture is the same everywhere.
"""

from __future__ import annotations

import dataclasses
import unicodedata
from functools import cache
from importlib import resources
from pathlib import Path

from matplotlib import get_data_path
from matplotlib.font_manager import fontManager, get_font

FAMILIES = ("DejaVu Sans", "Noto Sans CJK JP")


@cache
def use_only_ours() -> None:
    """Make these fonts the only ones that are found."""
    shipped = Path(get_data_path())
    fontManager.ttflist = [
        font for font in fontManager.ttflist if Path(font.fname).is_relative_to(shipped)
    ]
    with resources.as_file(_noto()) as path:
        fontManager.addfont(path)
    # It has one weight, which stands in for bold in silence.
    fontManager.ttflist.append(dataclasses.replace(fontManager.ttflist[-1], weight=700))


def printable(text: str) -> str:
    """``text`` on one line, without emoji and control characters; empty if a letter has no glyph.

    A name that lacks letters would read as another one, so the whole is left out.
    """
    shown = []
    for character in " ".join(unicodedata.normalize("NFC", text).split()):
        if unicodedata.category(character)[0] == "C":
            continue
        if ord(character) in _glyphs():
            shown.append(character)
        elif unicodedata.category(character)[0] in "LMN":
            return ""
    return " ".join("".join(shown).split())


@cache
def _glyphs() -> frozenset[int]:
    dejavu = Path(get_data_path(), "fonts", "ttf", "DejaVuSans.ttf")
    with resources.as_file(_noto()) as noto:
        return frozenset(get_font(dejavu).get_charmap()) | frozenset(get_font(noto).get_charmap())


def _noto() -> resources.abc.Traversable:
    return resources.files("noto_cjk_sans_jp_regular") / "NotoSansCJKjp-Regular.otf"
