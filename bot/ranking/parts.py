"""The stated parts of a score: nominations, interests, blocks, the venue, how new a paper is.

Points are natural logarithms of odds: with one point more, a paper is chosen 2.7 times as likely.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from bot.inputs.text import folded
from bot.ranking.phrases import Phrases, Word, normal, searchable, words_among
from bot.ranking.values import Block, Candidate, Request

NOMINATED = 100.0
"""Above everything that the other parts can add up to: nominations stand first."""

NEW = "new this week"
"""What is said of a paper of which nothing else can be."""

SERVES = 3.0
"""How much of a block's terms a paper needs to serve it; see `Wanted.in_paper`."""

_PER_NOMINATOR = 1.0
_INTEREST = 0.5
_MOST_FOR_INTERESTS = 3.0
_FOLLOWED_AUTHOR = 2.0
_FOLLOWED_CATEGORY = 0.3
_BLOCK = 0.4
_MOST_FOR_BLOCK = 2.5
# As much as all that members follow can give.
_LOWERED = -_MOST_FOR_INTERESTS
_VENUE, _OWN_VENUE = 0.7, 1.2
_RUNNER_UP = 1.5
_NEW = 0.5
_RECENCY_DAYS = 7
_RECENCY = 0.2
_SHOWN_WORDS, _SHOWN_TERMS = 3, 2
# As if so many papers without a block's terms were there too: in a week of ten, one is not rare.
_PAPERS_ASSUMED = 50


@dataclass(frozen=True, slots=True)
class Part:
    """Points of a score, and what they are for in a member's words (empty: not said)."""

    points: float
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Stated:
    """The stated parts of a paper's score, and the name of the block that it serves."""

    parts: tuple[Part, ...]
    block: str | None


@dataclass(frozen=True, slots=True)
class Read:
    """A candidate with its texts made ready for `Phrases`."""

    candidate: Candidate
    title: str
    abstract: str

    @property
    def text(self) -> str:
        """Both, one after the other, to look for `Phrases` in."""
        return searchable(f"{self.title}\n{self.abstract}")


def read(candidate: Candidate) -> Read:
    """Make a candidate's texts ready, once."""
    return Read(candidate, normal(candidate.title), normal(candidate.abstract))


class Wanted:
    """Terms that papers should have, each worth its rarity among the candidates."""

    def __init__(self, terms: Iterable[str]) -> None:
        """Nothing is worth anything before all candidates were looked through."""
        self._phrases = Phrases(terms)
        self._found: dict[str, dict[str, bool]] = {}
        self._among: Counter[str] = Counter()
        self._papers = _PAPERS_ASSUMED

    @property
    def words(self) -> Collection[str]:
        """The words with one of which each term begins."""
        return self._phrases.words

    def look_in(self, key: str, text: str, words: Sequence[Word]) -> None:
        """Look through a candidate by its key, whose ``text`` has these of `words` in it."""
        self._papers += 1
        if places := self._phrases.places(text, words):
            title = text.index("\n")
            self._found[key] = {term: begin < title for term, begin in places.items()}
            self._among.update(places.keys())

    def in_paper(self, paper: Read) -> dict[str, float]:
        """Those that a paper has with their worth, the highest first; in the abstract alone half.

        A term is worth the logarithm of how many papers there are for one with it. So one in the
        title reaches `SERVES` if at most a twentieth of the week has it, and two such in the
        abstract do.
        """
        worth = {
            term: math.log(self._papers / (1 + self._among[term])) * (1.0 if is_in_title else 0.5)
            for term, is_in_title in self._found.get(paper.candidate.key, {}).items()
        }
        return dict(sorted(worth.items(), key=lambda item: -item[1]))


class Known:
    """What the group says that it wants, made ready to look for."""

    def __init__(self, request: Request) -> None:
        """Read the request and its candidates once; ``papers`` are those that may be proposed.

        A nomination always may. Cross-listings count only where the request includes them (A2);
        excluded words, authors and categories drop a paper.
        """
        wishes = request.interests
        self._request = request
        self._authors = {folded(name): name for name in wishes.authors}
        self._venues = {folded(name) for name in request.venues}
        self._left_out = Phrases(wishes.excluded_words)
        self._left_out_authors = {folded(name) for name in wishes.excluded_authors}
        self._lowered = Phrases(wishes.lowered_words)
        self._lowered_authors = {folded(name) for name in wishes.lowered_authors}
        found = sorted(request.candidates, key=lambda each: each.key)
        self.papers = [
            paper
            for paper in map(read, found)
            if paper.candidate.nominators or self._may_be_proposed(paper)
        ]
        self._words = Wanted(wishes.words)
        self._blocks = [(block, Wanted(block.terms)) for block in request.blocks if block.members]
        looked_for = (self._words, *(terms for _block, terms in self._blocks))
        begins = {word for wanted in looked_for for word in wanted.words}
        for paper in self.papers:
            text = paper.text
            words = words_among(text, begins)
            for wanted in looked_for:
                wanted.look_in(paper.candidate.key, text, words)

    def stated(self, paper: Read) -> Stated:
        """What is stated of a paper."""
        candidate = paper.candidate
        parts = [self._interest(paper), self._news(candidate)]
        if self._is_lowered(paper):
            parts.append(Part(_LOWERED))
        if candidate.nominators:
            points = NOMINATED + _PER_NOMINATOR * candidate.nominators
            parts.append(Part(points, f"nominated by {_members(candidate.nominators)}"))
        followed = self._followed(candidate)
        if followed is not None:
            parts.append(Part(_FOLLOWED_AUTHOR, f"by {followed}"))
        if set(candidate.categories) & set(self._request.interests.categories):
            parts.append(Part(_FOLLOWED_CATEGORY))
        if candidate.venue:
            is_own = folded(candidate.venue) in self._venues
            points, end = (_OWN_VENUE, ", one of your conferences") if is_own else (_VENUE, "")
            parts.append(Part(points, f"accepted at {candidate.venue}{end}"))
        if candidate.is_runner_up:
            parts.append(Part(_RUNNER_UP, "close to being chosen before"))
        if candidate.is_discussed:
            parts.append(Part(0.0, "discussed before, and asked for again"))
        if candidate.is_plan_paper:
            parts.append(Part(0.0, "of the plan, not discussed yet"))
        served = self._served(paper)
        if served is None:
            return Stated(tuple(parts), None)
        block, terms = served
        points = min(_MOST_FOR_BLOCK, _BLOCK * sum(terms.values()))
        told = ", ".join(list(terms)[:_SHOWN_TERMS])
        return Stated((*parts, Part(points, f"serves {block.name} ({told})")), block.name)

    def _served(self, paper: Read) -> tuple[Block, dict[str, float]] | None:
        """The block where members stand that a paper serves best, by which terms; or None."""
        best, reached = None, 0.0
        for block, wanted in self._blocks:
            terms = wanted.in_paper(paper)
            service = sum(terms.values())
            if service >= SERVES and service * block.members > reached:
                best, reached = (block, terms), service * block.members
        return best

    def _may_be_proposed(self, paper: Read) -> bool:
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
        return not self._left_out.find(paper.text)

    def _is_lowered(self, paper: Read) -> bool:
        """Whether somebody leaves out what it is about, though not enough to drop it."""
        candidate, wishes = paper.candidate, self._request.interests
        if not set(candidate.categories).isdisjoint(wishes.lowered_categories):
            return True
        if self._lowered_authors and not self._lowered_authors.isdisjoint(
            map(folded, candidate.authors)
        ):
            return True
        return bool(self._lowered.find(paper.text))

    def _followed(self, candidate: Candidate) -> str | None:
        if not self._authors:
            return None
        names = (self._authors.get(folded(name)) for name in candidate.authors)
        return next((name for name in names if name is not None), None)

    def _interest(self, paper: Read) -> Part:
        words = self._words.in_paper(paper)
        reason = "about " + ", ".join(list(words)[:_SHOWN_WORDS]) if words else ""
        return Part(min(_MOST_FOR_INTERESTS, _INTEREST * sum(words.values())), reason)

    def _news(self, candidate: Candidate) -> Part:
        points = _NEW if candidate.new_in else 0.0
        if candidate.announced_on is not None:
            age = max(0, (self._request.today - candidate.announced_on).days)
            points += _RECENCY * max(0.0, 1 - age / _RECENCY_DAYS)
        return Part(points)


def _members(number: int) -> str:
    counts = {1: "a member", 2: "two members", 3: "three members", 4: "four members"}
    return counts.get(number, f"{number} members")
