"""From scored papers to a shortlist: nominations, variety, a block that members are in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from bot.ranking.parts import Part, Read
from bot.ranking.themes import Themes
from bot.ranking.values import Ranking, Request, Scored

NOMINATED_PLACES = 2
"""How many places of a shortlist nominations can take."""

# So many places may go to papers for one block while others are worth them: a block's points lift
# all of its papers, and five on one block are no choice.
_OF_ONE_BLOCK = 2
_MOST_REASONS = 3
# Deeper than this nobody looks for five papers on five themes.
_LOOKED_THROUGH = 100
_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Judged:
    """A paper with the parts of its score and the block that it serves."""

    paper: Read
    parts: tuple[Part, ...]
    block: str | None
    otherwise: Callable[[], str]
    """Gives what is said of it when no part has a reason."""

    def scored(self) -> Scored:
        """The sum, and the reasons for it, strongest first; none where no part has one."""
        candidate = self.paper.candidate
        said = sorted((part for part in self.parts if part.reason), key=lambda part: -part.points)
        reasons = tuple(dict.fromkeys(part.reason for part in said))[:_MOST_REASONS]
        return Scored(
            candidate.key,
            # Rounded, so that no last digit of a sum decides an order.
            round(sum(sorted(part.points for part in self.parts)), 4),
            reasons,
            self.block,
            candidate.nominators,
            candidate.nominated_at,
        )


def ranking(judged: Iterable[Judged], request: Request) -> Ranking:
    """The order of all that reach the floor, and the shortlist; equal scores by their keys (A6)."""
    found = {each.paper.candidate.key: each for each in judged}
    scored = (each.scored() for each in found.values())
    kept = [each for each in scored if each.nominators or each.score >= request.floor]
    ordered = sorted(kept, key=lambda each: (-each.score, each.key))
    ordered = [
        *(_with_a_reason(each, found[each.key]) for each in ordered[:_LOOKED_THROUGH]),
        *ordered[_LOOKED_THROUGH:],
    ]
    papers = {each.key: found[each.key].paper for each in ordered}
    chosen = _Shortlist(ordered, papers, request).chosen()
    shortlist = (_with_a_reason(each, found[each.key]) for each in chosen)
    return Ranking(tuple(shortlist), tuple(ordered))


def _with_a_reason(scored: Scored, judged: Judged) -> Scored:
    return scored if scored.reasons else replace(scored, reasons=(judged.otherwise(),))


class _Shortlist:
    """One choice of at most ``size`` papers."""

    def __init__(
        self, ordered: Sequence[Scored], papers: Mapping[str, Read], request: Request
    ) -> None:
        self._size = request.size
        others = [each for each in ordered if not each.nominators]
        self._of_plan = [e for e in others if papers[e.key].candidate.is_plan_paper]
        of_week = [e for e in others if not papers[e.key].candidate.is_plan_paper]
        self._serving = next((each for each in of_week if each.block), None)
        self._of_week = of_week[:_LOOKED_THROUGH]
        self._nominated = _oldest_nominations(ordered)[: self._size]
        near = [*self._nominated, *self._of_plan, *self._of_week]
        near += [self._serving] if self._serving is not None else []
        self._themes = Themes({each.key: papers[each.key] for each in near}.values())

    def chosen(self) -> list[Scored]:
        """Nominations, the oldest two; then the best that differ; a paper of the plan last.

        The nominations that find no place wait for the next shortlist (A10). One place is for a
        paper that serves a block where members stand, if any that may be proposed does (U3). One
        may go to a paper of the plan: to the best one that serves such a block, else to the best
        one where the week leaves a place free.
        """
        of_plan = next((each for each in self._of_plan if each.block), None)
        fixed = [*self._nominated, *([of_plan] if of_plan is not None else [])][: self._size]
        kept = self._filled(fixed)
        if self._serving is not None and not any(each.block for each in kept):
            kept = self._filled([*fixed[: self._size - 1], self._serving])
        if of_plan is None and len(kept) < self._size:
            kept += self._of_plan[:1]
        nominated, plan = _keys(self._nominated), _keys(self._of_plan)
        rest = [each for each in kept if each.key not in nominated]
        return [
            *(each for each in kept if each.key in nominated),
            *sorted(rest, key=lambda each: (each.key in plan, -each.score, each.key)),
        ]

    def _filled(self, fixed: Sequence[Scored]) -> list[Scored]:
        """``fixed`` and as many of the week's best as there is room for, each of another theme.

        Those that serve a block which has its places come after all others.
        """
        kept = list(fixed)
        for most_of_block in (_OF_ONE_BLOCK, self._size):
            for each in self._of_week:
                if len(kept) == self._size:
                    return kept
                of_block = sum(each.block == other.block for other in kept) if each.block else 0
                if of_block < most_of_block and not self._is_like_any(each, kept):
                    kept.append(each)
        return kept

    def _is_like_any(self, one: Scored, others: Iterable[Scored]) -> bool:
        """Whether it is one of them, or on the theme of one."""
        return any(
            one.key == other.key or self._themes.same(one.key, other.key) for other in others
        )


def _oldest_nominations(ordered: Sequence[Scored]) -> list[Scored]:
    waiting = [each for each in ordered if each.nominators]
    # One without an instant came last.
    waiting.sort(key=lambda e: (e.nominated_at is None, e.nominated_at or _NEVER, e.key))
    return waiting[:NOMINATED_PLACES]


def _keys(scored: Iterable[Scored]) -> set[str]:
    return {each.key for each in scored}
