"""The group's progress as it is shown, and what each block's figure was made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from bot.milestones.values.states import Count


class Standing(NamedTuple):
    """What one member counts for in a block's figure: how many of its milestones stand how."""

    done: int
    in_progress: int
    skipped: int
    total: int


@dataclass(frozen=True, slots=True)
class Scope:
    """Which milestones a block's figure is made of: their ids, and for which path each is.

    ``paths`` are those that the plan has; somebody on another one, or on none, is shown everything.
    """

    milestones: tuple[tuple[str, str | None], ...]
    paths: tuple[str, ...]

    @property
    def ids(self) -> frozenset[str]:
        """The milestones' ids."""
        return frozenset(name for name, _ in self.milestones)


@dataclass(frozen=True, slots=True)
class CountedBlock:
    """What a block's figure was made of when it was counted, by the members' ids.

    ``gone`` is how many of those it was made of were forgotten since; it is withheld then.
    """

    scope: Scope
    standings: Mapping[int, Standing]
    gone: int


@dataclass(frozen=True, slots=True)
class BlockProgress:
    """A block over all who were in the group when it was counted, ``members`` of them.

    ``count`` adds up what each of them counted in it. None: of too few it could be told.
    """

    number: int
    id: str
    title: str
    count: Count | None
    members: int


@dataclass(frozen=True, slots=True)
class GroupProgress:
    """The plan's milestones over members, by block; own ones are not part of it.

    At least one block has a count.
    """

    blocks: tuple[BlockProgress, ...]

    @property
    def counts(self) -> tuple[Count, ...]:
        """Those of the blocks that have one."""
        return tuple(block.count for block in self.blocks if block.count is not None)

    @property
    def people(self) -> str:
        """``5 members``, or ``5 to 7 members`` where blocks were counted at different times."""
        members = [block.members for block in self.blocks if block.count is not None]
        fewest, most = min(members), max(members)
        return f"{most:,} members" if fewest == most else f"{fewest:,} to {most:,} members"

    @property
    def together(self) -> str:
        """Of whom its sums are, and of which blocks where some have no count."""
        told, blocks = len(self.counts), len(self.blocks)
        part = f" in {told} of {blocks} blocks, too few in the others" if told < blocks else ""
        return f"{self.people} taken together{part}"
