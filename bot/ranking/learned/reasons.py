"""What a member would say of a learned part of a score."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from bot.inputs.text import cut
from bot.ranking.parts import Part, Read
from bot.ranking.values import Evidence, EvidenceKind

LIKE = 0.15
"""From this likeness of texts on, one paper is said to be like the other."""

_AUTHOR_KNOWN = 0.5
# Of a paper by a hundred, nobody knows the author.
_MOST_AUTHORS = 50
_TITLE = 80
_DISCUSSED = (EvidenceKind.CHOSEN, EvidenceKind.REVIEWED)
_DONE = {
    EvidenceKind.CHOSEN: "which you chose",
    EvidenceKind.APPROVED: "which some of you approved",
    EvidenceKind.NOMINATED: "which one of you nominated",
    EvidenceKind.REVIEWED: "which one of you reviewed",
    EvidenceKind.LIKED: "which members liked",
}


def is_said(evidence: Evidence) -> bool:
    """Whether a paper may be named as one that the group likes."""
    return evidence.kind is EvidenceKind.SEED or evidence.kind in _DONE


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


def _names(authors: Sequence[str]) -> set[str]:
    """As arXiv writes them; folding twenty thousand names would take half a second."""
    return {name.casefold() for name in authors} if len(authors) <= _MOST_AUTHORS else set()
