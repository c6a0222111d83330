"""The stated parts of a score: nominations, interests, blocks, the venue, how new a paper is.

Points are natural logarithms of odds: with one point more, a paper is chosen 2.7 times as likely.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from bot.inputs.text import folded
from bot.ranking.phrases import Phrases, normal
from bot.ranking.values import Block, Candidate, Request

NOMINATED = 100.0
"""Above everything that the other parts can add up to: nominations stand first."""

SERVES = 3.0
"""How much of a block's terms a paper needs to serve it; see `Known.service`."""

_PER_NOMINATOR = 1.0
_WORD_IN_TITLE = 1.0
_WORD_IN_ABSTRACT = 0.5
_MOST_FOR_WORDS = 2.0
_FOLLOWED_AUTHOR = 2.0
_FOLLOWED_CATEGORY = 0.3
_LOWERED = -2.0
_BLOCK = 0.7
_VENUE = 0.7
_RUNNER_UP = 1.5
_NEW = 0.5
_RECENCY_DAYS = 7
_RECENCY = 0.2
_SHOWN_WORDS = 3
# As if so many papers without a block's terms were there too: in a week of ten, one is not rare.
_PAPERS_ASSUMED = 50


@dataclass(frozen=True, slots=True)
class Part:
    """Points of a score, and what they are for in a member's words (empty: not said)."""

    points: float
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Read:
    """A candidate with its texts made ready for `Phrases`."""

    candidate: Candidate
    title: str
    abstract: str


def read(candidate: Candidate) -> Read:
    """Make a candidate's texts ready, once."""
    return Read(candidate, normal(candidate.title), normal(candidate.abstract))


class Known:
    """What the group says that it wants, made ready to look for."""

    def __init__(self, request: Request) -> None:
        """Read the request once, for all its candidates."""
        wishes = request.interests
        self._request = request
        self._words = Phrases(wishes.words)
        self._authors = {folded(name): name for name in wishes.authors}
        self._left_out = Phrases(wishes.excluded_words)
        self._left_out_authors = {folded(name) for name in wishes.excluded_authors}
        self._lowered = Phrases(wishes.lowered_words)
        self._lowered_authors = {folded(name) for name in wishes.lowered_authors}
        self._blocks = [(block, Phrases(block.terms)) for block in request.blocks if block.members]
        self._rarity: dict[str, dict[str, float]] = {}

    def eligible(self, papers: Sequence[Read]) -> list[Read]:
        """Those that may be proposed; a nomination always may.

        Cross-listings count only where the request includes them (A2); excluded words, authors and
        categories drop a paper.
        """
        kept = [each for each in papers if each.candidate.nominators or self._may(each)]
        for block, terms in self._blocks:
            found = [set(terms.find(f"{each.title}\n{each.abstract}")) for each in kept]
            total = len(kept) + _PAPERS_ASSUMED
            self._rarity[block.name] = {
                term: math.log(total / (1 + sum(term in each for each in found)))
                for term in set().union(*found)
            }
        return kept

    def parts(self, paper: Read) -> list[Part]:
        """All stated parts of a paper's score."""
        candidate = paper.candidate
        parts = [self._interest(paper), self._news(candidate)]
        if self._is_lowered(paper):
            parts.append(Part(_LOWERED))
        if candidate.nominators:
            points = NOMINATED + _PER_NOMINATOR * candidate.nominators
            parts.append(Part(points, f"nominated by {_members(candidate.nominators)}"))
        followed = [name for name in map(folded, candidate.authors) if name in self._authors]
        if followed:
            parts.append(Part(_FOLLOWED_AUTHOR, f"by {self._authors[followed[0]]}"))
        if set(candidate.categories) & set(self._request.interests.categories):
            parts.append(Part(_FOLLOWED_CATEGORY))
        if candidate.venue:
            parts.append(Part(_VENUE, f"accepted at {candidate.venue}"))
        if candidate.is_runner_up:
            parts.append(Part(_RUNNER_UP, "close to being chosen before"))
        if candidate.is_discussed:
            parts.append(Part(0.0, "discussed before, and asked for again"))
        if candidate.is_plan_paper:
            parts.append(Part(0.0, "of the plan, not discussed yet"))
        block = self.serves(paper)
        if block is not None:
            parts.append(Part(_BLOCK, f"serves {block.name}"))
        return parts

    def serves(self, paper: Read) -> Block | None:
        """The block where members stand that a paper serves best, or None."""
        best, reached = None, 0.0
        for block, terms in self._blocks:
            service = self.service(paper, block, terms)
            if service >= SERVES and service * block.members > reached:
                best, reached = block, service * block.members
        return best

    def service(self, paper: Read, block: Block, terms: Phrases) -> float:
        """How much of a block's terms a paper has: each counts by its rarity among the candidates.

        That is the logarithm of how many papers there are for one with the term; a term that only
        the abstract has counts half. So one in the title serves if at most a twentieth of the
        week has it, and two such in the abstract do.
        """
        rarity = self._rarity.get(block.name, {})
        title = terms.find(paper.title)
        return sum(
            rarity.get(term, 0.0) * (1.0 if term in title else 0.5)
            for term in terms.find(f"{paper.title}\n{paper.abstract}")
        )

    def _may(self, paper: Read) -> bool:
        candidate, wishes = paper.candidate, self._request.interests
        is_announced = candidate.new_in or (self._request.include_cross and candidate.cross_in)
        if not (is_announced or candidate.is_plan_paper or candidate.is_runner_up):
            return False
        if set(candidate.categories) & set(wishes.excluded_categories):
            return False
        if self._left_out_authors and not self._left_out_authors.isdisjoint(
            map(folded, candidate.authors)
        ):
            return False
        return not self._left_out.find(f"{paper.title}\n{paper.abstract}")

    def _is_lowered(self, paper: Read) -> bool:
        """Whether somebody leaves out what it is about, though not enough to drop it."""
        candidate, wishes = paper.candidate, self._request.interests
        return (
            not set(candidate.categories).isdisjoint(wishes.lowered_categories)
            or not self._lowered_authors.isdisjoint(map(folded, candidate.authors))
            or bool(self._lowered.find(f"{paper.title}\n{paper.abstract}"))
        )

    def _interest(self, paper: Read) -> Part:
        title = self._words.find(paper.title)
        words = dict.fromkeys(title, _WORD_IN_TITLE)
        words |= {
            word: _WORD_IN_ABSTRACT
            for word in self._words.find(paper.abstract)
            if word not in words
        }
        reason = "about " + ", ".join(list(words)[:_SHOWN_WORDS]) if words else ""
        return Part(min(_MOST_FOR_WORDS, sum(words.values())), reason)

    def _news(self, candidate: Candidate) -> Part:
        points = _NEW if candidate.new_in else 0.0
        if candidate.announced_on is not None:
            age = max(0, (self._request.today - candidate.announced_on).days)
            points += _RECENCY * max(0.0, 1 - age / _RECENCY_DAYS)
        return Part(points)


def _members(number: int) -> str:
    counts = {1: "a member", 2: "two members", 3: "three members", 4: "four members"}
    return counts.get(number, f"{number} members")
