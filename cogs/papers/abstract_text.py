"""Abstracts as text in a panel: the first sentences of one in a row, all of one in pages."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.arxiv.rules.sentences import sentences
from bot.inputs.text import beginning
from cogs.common.text import escape, fit

_SENTENCES = 2
_CLAUSE = re.compile(r"[,;:)\]](?= )| (?=[–—-] )")


def excerpt(abstract: str, room: int) -> str:
    """The first two sentences, escaped, if ``room`` characters hold both whole, else the first.

    Of a first one that is too long itself there is what stands before the last comma, colon,
    semicolon, dash or closed bracket that fits, else as many whole words, and … after it.
    """
    found = sentences(" ".join(abstract.split()))
    for count in range(min(_SENTENCES, len(found)), 0, -1):
        if len(whole := escape(" ".join(found[:count]))) <= room:
            return whole
    return _beginning(found[0], room) if found else ""


def pages(abstract: str, room: int) -> list[str]:
    """All of it, escaped: as many whole sentences a page as ``room`` characters hold.

    Only a sentence that is longer than that is divided, between words. There is one page at least.
    """
    found: list[str] = []
    page = ""
    for sentence in sentences(" ".join(abstract.split())):
        for part in _parts(sentence, room):
            longer = f"{page} {part}" if page else part
            if page and len(escape(longer)) > room:
                found.append(escape(page))
                longer = part
            page = longer
    return [*found, escape(page)]


def shares(needs: Sequence[int], room: int) -> list[int]:
    """How much of ``room`` each gets that needs so much: what one leaves, the others share."""
    given = [0] * len(needs)
    order = sorted(range(len(needs)), key=lambda place: needs[place])
    for left, place in zip(range(len(needs), 0, -1), order, strict=True):
        given[place] = min(needs[place], max(0, room) // left)
        room -= given[place]
    return given


def _beginning(sentence: str, room: int) -> str:
    clauses = [found.start() for found in _CLAUSE.finditer(sentence)]
    for end in reversed(clauses):
        # A bracket that closes belongs to what it closes.
        kept = sentence[: end + 1] if sentence[end] in ")]" else sentence[:end]
        if len(text := escape(kept) + " …") <= room:
            return text if len(text) * 2 >= room else _words(sentence, room)
    return _words(sentence, room)


def _words(text: str, room: int) -> str:
    return fit(text, room) if room > 2 else ""


def _parts(sentence: str, room: int) -> list[str]:
    """The sentence in parts that fit, divided between words where there are any."""
    if len(escape(sentence)) <= room:
        return [sentence]
    found = []
    # Escaped, a text is at most twice as long, and isolated in addition.
    most = (room - 2) // 2
    while sentence:
        part = beginning(sentence, most)
        if len(part) < len(sentence) and " " in part:
            part = part[: part.rindex(" ") + 1]
        found.append(part.rstrip())
        sentence = sentence[len(part) :].lstrip()
    return found
