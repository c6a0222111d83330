"""Laying a member's progress and choices out on the group's plan. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from bot.milestones.board import (
    OWN_SECTION,
    Board,
    Change,
    Choice,
    Item,
    PathView,
    Rotation,
    Section,
)
from bot.milestones.rules import Status, count, total
from bot.milestones.steps import Own, grow
from bot.plans.rules import on_path, targets
from bot.plans.values import Block, Milestone, Path, Plan

DISMISSED = "path:"
"""Before a path's id: the choice not to be shown another path after it."""

KEPT_BOARDS = 64
"""Boards kept of the members who acted last."""

_NO_CHOICE = Choice()


@dataclass(frozen=True, slots=True, eq=False)
class Stored:
    """What is stored of one member's milestones, by id; changes stand oldest first.

    Each is equal to itself alone, so that a board is found by it at once.
    """

    history: Mapping[str, tuple[Change, ...]] = field(default_factory=dict)
    own: tuple[Own, ...] = ()
    choices: Mapping[str, Choice] = field(default_factory=dict)

    @property
    def touched(self) -> set[str]:
        """The milestones that differ from how the plan has them."""
        own = {own.under for own in self.own if own.under is not None}
        return {*self.history, *self.choices, *own}

    def status(self, milestone_id: str) -> Status:
        """How a milestone stands."""
        changes = self.history.get(milestone_id)
        return changes[-1].status if changes else Status.NOT_STARTED

    def choice(self, milestone_id: str) -> Choice:
        """What the member chose for a milestone."""
        return self.choices.get(milestone_id, _NO_CHOICE)


@lru_cache(maxsize=KEPT_BOARDS)
def lay_out(
    plan: Plan,
    stored: Stored,
    *,
    path: str | None,
    start: date,
    today: date,
    zone: str,
    pace_days: int = 0,
) -> Board:
    """A member's board: the group's plan as their path shows it, with what they added.

    A path that the plan lacks shows everything. Target dates count from ``start``.
    """
    chosen = plan.path(path) if path else None
    ground = _ground(plan, chosen.id if chosen else None, start, pace_days)
    sections, hidden = _Laying(ground, stored).sections()
    paths = tuple(_path_view(each, ids, stored) for each, ids in ground.paths)
    return Board(
        plan_title=plan.title,
        path_title=chosen.title if chosen else None,
        zone=zone,
        today=today,
        sections=sections,
        count=total(section.count for section in sections),
        hidden=hidden,
        path=chosen.id if chosen else None,
        paths=paths,
        rotation=_rotation(paths, chosen, stored),
        start=start,
        pace_days=pace_days,
    )


@dataclass(frozen=True, slots=True)
class _Ground:
    """The plan before anybody's progress: ``blocks`` with their milestones as nobody touched them.

    ``ids`` and ``block_ids`` are of the whole plan; ``titles`` and ``planned`` of what the path
    shows.
    """

    blocks: tuple[tuple[Block, tuple[Item, ...]], ...]
    ids: frozenset[str]
    block_ids: frozenset[str]
    titles: Mapping[str, str]
    planned: Mapping[str, date]
    paths: tuple[tuple[Path, tuple[str, ...]], ...]


# Members of a group share a plan, and most of them a start: laid out once for all of them.
@lru_cache(maxsize=256)
def _ground(plan: Plan, path: str | None, start: date, pace_days: int) -> _Ground:
    shown = on_path(plan, path)
    planned = targets(shown, start, pace_days)
    titles = {m.id: m.title for m in shown.milestones}

    def untouched(milestone: Milestone, number: int) -> Item:
        waits_for = tuple(titles[need] for need in milestone.needs if need in titles)
        due = planned.get(milestone.id)
        return Item(milestone, number, Status.NOT_STARTED, due, waits_for, None)

    return _Ground(
        blocks=tuple(
            (block, tuple(untouched(milestone, number) for milestone in block.milestones))
            for number, block in enumerate(shown.blocks, start=1)
        ),
        ids=frozenset(m.id for m in plan.milestones),
        block_ids=frozenset(b.id for b in plan.blocks),
        titles=titles,
        planned=planned,
        paths=tuple(
            (each, tuple(m.id for m in plan.milestones if m.path == each.id)) for each in plan.paths
        ),
    )


class _Laying:
    """One laying out of what is stored on the ground."""

    def __init__(self, ground: _Ground, stored: Stored) -> None:
        self._ground, self._stored = ground, stored
        self._own = grow(stored.own, ground.ids, ground.block_ids)
        # What holds up nothing any more: done, or left out.
        self._past = {name for name in stored.history if not stored.status(name).is_open}
        self._past |= {name for name, choice in stored.choices.items() if choice.hidden}

    def sections(self) -> tuple[tuple[Section, ...], tuple[Item, ...]]:
        """The sections, and what is hidden."""
        sections, hidden = [], []
        touched = self._stored.touched
        for number, (block, untouched) in enumerate(self._ground.blocks, start=1):
            items: list[Item] = []
            for item in untouched:
                milestone = item.milestone
                if milestone.id not in touched and self._past.isdisjoint(milestone.needs):
                    items.append(item)
                elif self._stored.choice(milestone.id).hidden:
                    hidden.append(self._item(milestone, number))
                else:
                    items += self._with_steps(milestone, number)
            items += self._tops(block.id, number)
            sections.append(_section(number, block.id, block.title, items))
        beside = [*self._tops(None, len(sections) + 1)]
        if beside:
            sections.append(_section(len(sections) + 1, OWN_SECTION, "Your own", beside))
        return tuple(sections), tuple(hidden)

    def _tops(self, block_id: str | None, number: int) -> Iterator[Item]:
        for own in self._own.tops.get(block_id, ()):
            yield from self._with_steps(_as_milestone(own), number, is_own=True)

    def _with_steps(
        self,
        milestone: Milestone,
        number: int,
        *,
        is_own: bool = False,
        parent: str | None = None,
        depth: int = 0,
    ) -> Iterator[Item]:
        yield self._item(milestone, number, is_own=is_own, parent=parent, depth=depth)
        for own in self._own.steps.get(milestone.id, ()):
            yield from self._with_steps(
                _as_milestone(own), number, is_own=True, parent=milestone.id, depth=depth + 1
            )

    def _item(
        self,
        milestone: Milestone,
        number: int,
        *,
        is_own: bool = False,
        parent: str | None = None,
        depth: int = 0,
    ) -> Item:
        name, stored, ground = milestone.id, self._stored, self._ground
        history = stored.history.get(name, ())
        change = history[-1] if history else None
        status = change.status if change else Status.NOT_STARTED
        choice = stored.choice(name)
        due = choice.own_due or ground.planned.get(name)
        steps = self._own.steps.get(name)
        noted = change if change and status is Status.DONE else choice
        return Item(
            milestone=milestone,
            block=number,
            status=status,
            due=change.due_on if change and not status.is_open else due,
            waits_for=tuple(
                ground.titles[need]
                for need in milestone.needs
                if need in ground.titles and need not in self._past
            ),
            change=change,
            is_own=is_own,
            parent=parent,
            depth=depth,
            steps=count(stored.status(own.id) for own in steps) if steps else None,
            own_due=choice.own_due,
            hidden=choice.hidden and not is_own,
            link=noted.link,
            note=noted.note,
            history=history,
        )


def _section(number: int, block_id: str, title: str, items: list[Item]) -> Section:
    tally = count(item.status for item in items if not item.depth)
    return Section(number, block_id, title, tally, tuple(items))


def _as_milestone(own: Own) -> Milestone:
    return Milestone(id=own.id, title=own.title, text="")


def _path_view(path: Path, milestone_ids: tuple[str, ...], stored: Stored) -> PathView:
    shown = (name for name in milestone_ids if not stored.choice(name).hidden)
    about = ", ".join((*path.study, *path.challenge))
    return PathView(path.id, path.title, path.short, about, count(map(stored.status, shown)))


def _rotation(paths: tuple[PathView, ...], chosen: Path | None, stored: Stored) -> Rotation | None:
    """The first path that is not finished, once the chosen one is; unless it was declined (U13)."""
    if chosen is None or stored.choice(f"{DISMISSED}{chosen.id}").hidden:
        return None
    mine = next(path for path in paths if path.id == chosen.id)
    other = next((path for path in paths if not path.is_finished and path.count.total), None)
    return Rotation(mine, other) if mine.is_finished and other else None
