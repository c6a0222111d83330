"""What a member would say of a learned part of a score."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from bot.inputs.text import cut, folded
from bot.ranking.parts import Part, Read
from bot.ranking.values import Evidence, EvidenceKind

LIKE = 0.15
"""From this likeness of texts on, one paper is said to be like the other."""

_AUTHOR_KNOWN = 0.5
# Of a paper by a hundred, nobody knows the author.
_MOST_AUTHORS = 50
_TITLE = 80
_OWN_WORDS = 3
_DISCUSSED = (EvidenceKind.CHOSEN, EvidenceKind.REVIEWED)
_DONE = {
    EvidenceKind.CHOSEN: "which you chose",
    EvidenceKind.APPROVED: "which some of you approved",
    EvidenceKind.NOMINATED: "which one of you nominated",
    EvidenceKind.REVIEWED: "which one of you reviewed",
    EvidenceKind.LIKED: "which members liked",
}


def like(evidence: Evidence, today: date) -> str:
    """That a paper is like one that the group knows."""
    title = f"“{cut(' '.join(evidence.title.split()), _TITLE)}”"
    if evidence.kind is EvidenceKind.SEED:
        return f"like {title}, of the plan"
    is_long_ago = (today - evidence.on).days > 330
    return (
        f"like {title}, {_DONE[evidence.kind]} in {evidence.on:{'%B %Y' if is_long_ago else '%B'}}"
    )


class KnownAuthors:
    """The authors of what the group discussed."""

    def __init__(self, evidence: Iterable[Evidence]) -> None:
        """Those of the papers that won a vote or were reviewed."""
        self._names = {
            name
            for each in evidence
            if each.kind in _DISCUSSED and each.weight > 0
            for name in _names(each.authors)
        }

    def part(self, paper: Read) -> Part | None:
        """What it adds that one of them wrote this, or None."""
        if self._names and not self._names.isdisjoint(_names(paper.candidate.authors)):
            return Part(_AUTHOR_KNOWN, "by an author whose paper you discussed")
        return None


def own_words(paper: Read, terms: Sequence[str]) -> str:
    """What a paper is about, by those of its own terms that speak most for it.

    Those of the title are taken first, as they are written there.
    """
    title = paper.candidate.title
    shown: list[str] = []
    taken: set[str] = set()
    for in_title in (True, False):
        for term in terms:
            if len(shown) == _OWN_WORDS or not taken.isdisjoint(term.split()):
                continue
            written = _written(term, title)
            if bool(written) is in_title:
                shown.append(written or term)
                taken.update(term.split())
        if shown:
            break
    return "about " + ", ".join(shown) if shown else ""


def _written(term: str, title: str) -> str:
    pattern = r"[\W_]+".join(map(re.escape, term.split()))
    found = re.search(rf"(?<!\w){pattern}(?!\w)", title, re.IGNORECASE)
    return found[0] if found else ""


def _names(authors: Sequence[str]) -> set[str]:
    return {folded(name) for name in authors} if len(authors) <= _MOST_AUTHORS else set()
