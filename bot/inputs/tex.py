r"""TeX in titles, names and abstracts, as their authors typed it, as plain text. Pure.

arXiv gives texts as they were typed: ``Schr\"{o}dinger``, ``{\L}ukasz``, ``A--B``. Accents,
letters, dashes, quotes, spaces and emphasis become what they stand for. Mathematics stays as it is,
and so does whatever is not known, so that nothing is lost.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from pylatexenc.latex2text import LatexNodes2Text

from bot.inputs.text import visible_line

_MATHEMATICS = re.compile(
    r"((?<!\\)\$\$[^$]+\$\$|(?<!\\)\$[^$]+(?<!\\)\$(?!\d)|\\\(.{1,500}?\\\)|\\\[.{1,500}?\\\])"
)
_MAY_BE_TEX = re.compile(r"[\\{~`]|--")
_DEEPEST = 6

_BASE = r"(?:[^\W\d_][\u0300-\u036f]*){1,2}|\\(?:[ij]|ae|AE|oe|OE|o|O|aa|AA)(?![A-Za-z])"
_ACCENT = re.compile(
    r"(?<!\\)(?P<accent>\\(?:[\"'`^~=.]|[Hcvudbkrt](?![A-Za-z])))"
    rf"(?:\s*\{{\s*(?P<braced>{_BASE})\s*(?:\{{\}})?\s*\}}"
    r"|(?P<dotless>\s*\\[ij])(?![A-Za-z])(?:\{\}|\s)?"
    r"|(?:(?<=[A-Za-z])\s+|(?<![A-Za-z]))(?P<letter>[^\W\d_][\u0300-\u036f]*))"
)
# TeX's letters take the space after them: "Stra\ss e" is one word.
_LETTER = re.compile(
    r"(?<!\\)(?P<macro>\\(?:[oOlLij]|ss|SS|ae|AE|oe|OE|aa|AA|dh|DH|th|TH|ng|NG|dj|DJ))"
    r"(?![A-Za-z])(?:\{\}|\s*)"
)
_SYMBOL = re.compile(r"(?<!\\)(?P<macro>\\[A-Za-z]{2,})(?:\{\}|(?![A-Za-z{\[*]))")
_EMPHASIS = re.compile(
    r"(?<!\\)(?:\\(?:emph|underline|mbox|text(?:it|bf|sc|tt|rm|sf|sl|up|md|normal)?)\s*\{"
    r"|\{\s*\\(?:em|it|bf|sc|tt|rm|sf|sl|(?:it|sc|up|sl)shape|bfseries)(?![A-Za-z])\s*)"
    r"(?P<inner>[^{}]*)\}"
)
# Braces that only hold letters together. Those of a macro, of an index and of a set stay.
_BRACES = re.compile(
    r"\\[A-Za-z]+\*?(?:\s*(?:\{[^{}]*\}|\[[^\]]*\]))*|[_^]\s*\{[^{}]*\}|\\[\^~]\{\}|\\."
    r"|\{(?P<inner>(?=[^{}]*[^\W\d_]|\})[\w\s.'’-]*)\}"
)
_SIGNS = (
    (re.compile(r"\{\\([&%$#_])\}"), r"\1"),
    (re.compile(r"(?<!\\)\\([\^~])\{\}"), r"\1"),
    (re.compile(r"(?<!-)---(?!-)"), "—"),
    (re.compile(r"(?<!-)(?:(?<=\S)--(?!-)|--(?=\s))"), "–"),
    (re.compile(r"``([^`]{1,300}?)''"), r"“\1”"),
    (re.compile(r"(?<=[\w.,)])~(?=\S)"), " "),
    (re.compile(r"\\\\|\\[ ,;:]"), " "),
    (re.compile(r"\\[-/!]"), ""),
    (re.compile(r"\\([&%$#_{}])"), r"\1"),
)


def plain_line(text: str) -> str:
    """``text`` on one line, composed (NFC), with readable TeX and without what cannot be seen."""
    seen = readable(visible_line(text))
    return " ".join(unicodedata.normalize("NFC", seen).split())


def readable(text: str) -> str:
    """``text`` with its TeX as plain characters; what lies between dollars stays as it is."""
    if not _MAY_BE_TEX.search(text):
        return text
    parts = _MATHEMATICS.split(text)
    parts[::2] = [_plain(part) for part in parts[::2]]
    return "".join(parts)


def _plain(text: str) -> str:
    # From the inside out: an accent's letter may have an accent of its own.
    for _ in range(_DEEPEST):
        before = text
        text = _ACCENT.sub(_accented, text)
        text = _LETTER.sub(lambda found: _converted(found["macro"]), text)
        text = _SYMBOL.sub(_symbol, text)
        text = _EMPHASIS.sub(lambda found: found["inner"], text)
        text = _BRACES.sub(lambda f: f[0] if f["inner"] is None else f["inner"], text)
        if text == before:
            break
    for pattern, sign in _SIGNS:
        text = pattern.sub(sign, text)
    return text


def _accented(found: re.Match[str]) -> str:
    base = (found["braced"] or found["dotless"] or found["letter"]).strip()
    # An accent takes the place of the dot.
    base = {"\\i": "i", "ı": "i", "\\j": "j", "ȷ": "j"}.get(base, base)
    return _converted(f"{found['accent']}{{{base}}}")


def _symbol(found: re.Match[str]) -> str:
    """The character that a macro stands for; a macro that stands for none stays."""
    sign = _converted(found["macro"])
    return sign if len(sign) == 1 else found[0]


@lru_cache(maxsize=2000)
def _converted(macro: str) -> str:
    return str(LatexNodes2Text().latex_to_text(macro)).strip()
