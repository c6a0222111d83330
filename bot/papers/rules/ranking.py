"""Which papers a group may like this week, and why. Pure and deterministic.

The score is a sum of stated parts, so that every reason shown is a part of it. The same input gives
the same order, whatever order it came in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

NOMINATED = 100.0
"""Above everything that the other parts can add up to: nominations stand first."""

NOMINATED_PLACES = 2
"""How many places of a shortlist nominations can take."""

_PER_NOMINATOR = 1.0
_WORD_IN_TITLE = 2.0
_WORD_IN_ABSTRACT = 1.0
_MOST_WORDS = 5
_SECOND_CATEGORY = 0.5
_CROSS = -1.0
_RECENCY_DAYS = 7
_SHOWN_WORDS = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """A paper that may be proposed.

    ``new_in`` and ``cross_in`` are the group's categories that announced it, ``announced_on`` the
    date of the newest announcement (None: only nominated), ``nominated_at`` the instant of the
    first nomination that is still open (None: it has none).
    """

    key: str
    title: str
    abstract: str
    new_in: tuple[str, ...] = ()
    cross_in: tuple[str, ...] = ()
    announced_on: date | None = None
    nominators: int = 0
    nominated_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """What the group cares about. ``floor`` is the least score that a paper needs."""

    today: date
    interests: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    include_cross: bool = False
    floor: float = 0.0


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate with its score and the reasons for it, strongest first."""

    key: str
    score: float
    reasons: tuple[str, ...]
    nominators: int = 0
    nominated_at: datetime | None = None


class _Words:
    """Words to look for, found in any spelling and shown as they were given."""

    def __init__(self, words: Sequence[str]) -> None:
        folded = {_folded(word): word for word in reversed(words) if _folded(word)}
        self._shown = folded
        # The longest first, so that "federated learning" is not taken for "learning".
        choices = "|".join(re.escape(w) for w in sorted(folded, key=lambda w: (-len(w), w)))
        self._pattern = re.compile(rf"(?<!\w)({choices})s?(?!\w)") if folded else None

    def find(self, text: str) -> set[str]:
        """Those that stand in ``text``."""
        if self._pattern is None:
            return set()
        return {self._shown[found] for found in self._pattern.findall(_folded(text))}


def rank(candidates: Iterable[Candidate], context: Context) -> list[Scored]:
    """The candidates that may be proposed, as `in_order` has them.

    Cross-listings count only where the context includes them (A2), excluded words and
    the floor drop a paper. A member's nomination stands above all three.
    """
    interests, excluded = _Words(context.interests), _Words(context.excluded)
    scored = [
        _score(candidate, context, interests)
        for candidate in candidates
        if candidate.nominators or _is_eligible(candidate, context, excluded)
    ]
    kept = [s for s in scored if s.nominators or s.score >= context.floor]
    return in_order(kept)


def in_order(scored: Iterable[Scored]) -> list[Scored]:
    """Best first; equal scores in the order of their keys."""
    return sorted(scored, key=lambda each: (-each.score, each.key))


def shortlist(ranked: Sequence[Scored], size: int) -> list[Scored]:
    """The best ``size``: first nominations, the oldest two, then the others (A10).

    The nominations that find no place wait for the next shortlist.
    """
    waiting = [(each.nominated_at, each) for each in ranked if each.nominated_at is not None]
    oldest = sorted(waiting, key=lambda pair: (pair[0], pair[1].key))
    nominated = [each for _at, each in oldest[:NOMINATED_PLACES]]
    others = [each for each in ranked if each.nominated_at is None]
    return [*nominated, *others[: size - len(nominated)]]


def _is_eligible(candidate: Candidate, context: Context, excluded: _Words) -> bool:
    if not candidate.new_in and not (context.include_cross and candidate.cross_in):
        return False
    return not excluded.find(f"{candidate.title}\n{candidate.abstract}")


def _score(candidate: Candidate, context: Context, interests: _Words) -> Scored:
    score = 0.0
    reasons = []
    if candidate.nominators:
        score += NOMINATED + _PER_NOMINATOR * candidate.nominators
        many = f" by {candidate.nominators} members" if candidate.nominators > 1 else ""
        reasons.append(f"nominated{many}")
    words = _weigh(candidate, interests)
    if words:
        score += sum(list(words.values())[:_MOST_WORDS])
        reasons.append("about " + ", ".join(list(words)[:_SHOWN_WORDS]))
    listed = (*candidate.new_in, *(candidate.cross_in if context.include_cross else ()))
    if listed:
        score += _SECOND_CATEGORY * (len(listed) - 1) + (0 if candidate.new_in else _CROSS)
        reasons.append(("new in " if candidate.new_in else "cross-listed in ") + ", ".join(listed))
    if candidate.announced_on is not None:
        age = max(0, (context.today - candidate.announced_on).days)
        score += max(0.0, 1 - age / _RECENCY_DAYS)
    return Scored(
        candidate.key, round(score, 3), tuple(reasons), candidate.nominators, candidate.nominated_at
    )


def _weigh(candidate: Candidate, interests: _Words) -> dict[str, float]:
    """The interest words found and what each adds, the heaviest first."""
    title, abstract = interests.find(candidate.title), interests.find(candidate.abstract)
    weights = dict.fromkeys(sorted(title), _WORD_IN_TITLE)
    return weights | dict.fromkeys(sorted(abstract - title), _WORD_IN_ABSTRACT)


def _folded(text: str) -> str:
    """Lower case, American endings for British ones, plain dashes and spaces."""
    text = re.sub(r"[\u2010-\u2015-]", " ", text.casefold())
    text = re.sub(r"is(?=ations?\b|ed\b|ing\b|e[sd]?\b)", "iz", text)
    return " ".join(text.split())
