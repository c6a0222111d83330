"""Where the sentences of an abstract end. Pure.

A sign of an end counts only if the next word begins as sentences do, and unless it belongs to a
shortened word ("e.g.", "et al.", "Fig."), an initial, an item of a list ("1. More …") or
mathematics.
"""

from __future__ import annotations

import re

import regex

_END = regex.compile(r"[.!?][\"'”’»)\]]*(?= +[\"'“‘„«(\[]*[\p{Lu}0-9$\\])")
_SHORTENED = re.compile(
    r"(?<![\w.])(?:e\.g|i\.e|al|cf|vs|resp|approx|incl|ca|viz|w\.r\.t|a\.k\.a|pp"
    r"|[Ff]igs?|[Ee]q[ns]?|[Ss]ecs?|[Tt]abs?|[Rr]efs?|[Aa]lgs?|Thm|Prop|Def|No|vol"
    r"|Dr|Prof|Mrs?|Ms|[A-Z])\.[\"'”’)\]]*\Z"
)
_ITEM = re.compile(r"(?:^|(?P<after>[:;,]|\band|\bor) )(?P<number>[0-9]{1,2})\.\Z")
_MATHEMATICS = re.compile(r"(?<![\\$])\$(?!\$)[^$]{1,200}?(?<!\\)\$")
# So far back stands what decides about a sign: at most a shortened word.
_LOOK_BACK = 12


def sentences(text: str) -> list[str]:
    """The sentences of ``text`` (on one line), each whole, in their order."""
    formulas = [each.span() for each in _MATHEMATICS.finditer(text)]
    found: list[str] = []
    begin = 0
    for sign in _END.finditer(text):
        is_inside = any(start < sign.start() < stop for start, stop in formulas)
        if not is_inside and _is_over(text, begin, sign.end()):
            found.append(text[begin : sign.end()].strip())
            begin = sign.end()
    rest = text[begin:].strip()
    return [*found, rest] if rest else found


def _is_over(text: str, begin: int, end: int) -> bool:
    """Whether the sentence that began at ``begin`` is over with the sign that ends at ``end``."""
    if _SHORTENED.search(text, max(0, end - _LOOK_BACK), end):
        return False
    so_far = text[begin:end].lstrip()
    item = _ITEM.search(so_far)
    if item is None:
        return True
    number = int(item["number"])
    is_first = item["after"] is None or (number == 1 and item["after"] in ":;")
    return not is_first and f" {number - 1}. " not in so_far
