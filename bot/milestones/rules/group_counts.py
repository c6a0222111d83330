"""When the group's counts of a block are made anew (W2, U5). Pure.

A block's figure is made of what every member in the group counts for in it. It is made anew when
enough of them count for something else than they did in it, came or went since (`bot.figures`).
The plan may change meanwhile, and move milestones between blocks: what is compared are the
milestones that a figure was made of. Figures and blocks that share milestones are counted anew
together, or not at all, so that no part of one tells what another one hides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from bot.figures import Answers, differing, may_show
from bot.milestones.values import Count
from bot.milestones.values.group import CountedBlock, Scope, Standing
from bot.plans.values import Block, Plan

Standings = Callable[[Scope], Mapping[int, Standing]]
"""What each member in the group counts for now in a figure of these milestones."""


@dataclass(frozen=True, slots=True)
class Recount:
    """The ``blocks`` that are counted anew, and the figures of former blocks that are ``over``."""

    blocks: frozenset[str]
    over: frozenset[str]


@dataclass(slots=True)
class _Related:
    """Blocks of the plan and figures, by their ids, that share milestones."""

    milestones: set[str]
    blocks: set[str] = field(default_factory=set)
    figures: set[str] = field(default_factory=set)

    def is_related(self, other: _Related) -> bool:
        """Whether they share milestones, or a block and its own figure."""
        names = self.blocks | self.figures
        return bool(
            self.milestones & other.milestones or names & other.blocks or names & other.figures
        )

    def take(self, other: _Related) -> None:
        """Be one with another one."""
        self.milestones |= other.milestones
        self.blocks |= other.blocks
        self.figures |= other.figures


def scope_of(plan: Plan, block: Block) -> Scope:
    """What a block's figure is made of. What repeats is in no member's count either (P11)."""
    return Scope(
        tuple((each.id, each.path) for each in block.milestones if not each.repeats),
        tuple(path.id for path in plan.paths),
    )


def recount(
    blocks: Mapping[str, Scope],
    counted: Mapping[str, CountedBlock],
    standings: Standings,
    people: int,
) -> Recount:
    """Which blocks of the plan are counted anew, with ``people`` in the group.

    Where the plan changed and nobody else did, the figure of what it was made of stays true, and
    may be told by the new blocks.
    """
    due: set[str] = set()
    over: set[str] = set()
    for each in _related(blocks, counted):
        changed = [
            _changed(counted[name], standings(counted[name].scope)) for name in sorted(each.figures)
        ]
        if (
            may_show(Answers.once(people))
            and all(not number or may_show(Answers(people, number)) for number in changed)
            and (any(changed) or not _is_same(each, blocks, counted))
        ):
            due |= each.blocks
            over |= each.figures - each.blocks if each.blocks else set()
    return Recount(frozenset(due), frozenset(over))


def added_up(standings: Iterable[Standing]) -> Count:
    """What members count for, together."""
    done, begun, skipped, whole = 0, 0, 0, 0
    for each in standings:
        done += each.done
        begun += each.in_progress
        skipped += each.skipped
        whole += each.total
    return Count(done=done, in_progress=begun, skipped=skipped, total=whole)


def _changed(then: CountedBlock, now: Mapping[int, Standing]) -> int:
    """How many changed since; whoever was forgotten and came back as somebody new counts once."""
    came = len(now.keys() - then.standings.keys())
    return differing(then.standings, now) - came + max(came, then.gone)


def _is_same(
    each: _Related, blocks: Mapping[str, Scope], counted: Mapping[str, CountedBlock]
) -> bool:
    """Whether the figures are those of the blocks as they are."""
    return each.figures == each.blocks and all(
        counted[name].scope == blocks[name] for name in each.blocks
    )


def _related(blocks: Mapping[str, Scope], counted: Mapping[str, CountedBlock]) -> list[_Related]:
    """All blocks and figures, those together that share milestones, directly or by others."""
    found: list[_Related] = []
    for new in (
        *(_Related(set(scope.ids), blocks={name}) for name, scope in blocks.items()),
        *(_Related(set(each.scope.ids), figures={name}) for name, each in counted.items()),
    ):
        apart = []
        for each in found:
            if new.is_related(each):
                new.take(each)
            else:
                apart.append(each)
        found = [*apart, new]
    return found
