"""Building a member's board: the group's plan with what is stored of their milestones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from bot.milestones.rules.occurrences import due_in, occurrences_of, standing
from bot.milestones.rules.own_rules import place_own
from bot.milestones.rules.states import count, total
from bot.milestones.values import (
    OWN_SECTION,
    Board,
    Item,
    OwnMilestone,
    PathView,
    Rotation,
    Section,
    Status,
    StoredMilestones,
)
from bot.plans.rules import on_path, targets
from bot.plans.values import Block, Milestone, Path, Plan

DISMISSED = "path:"
"""Before a path's id: the override that hides the proposal of another path after it."""

_KEPT_GROUNDS = 64


def build_board(
    plan: Plan,
    stored: StoredMilestones,
    *,
    path: str | None,
    start: date,
    today: date,
    zone: str,
    pace_days: int = 0,
    paused: bool = False,
) -> Board:
    """A member's board: the group's plan as their path shows it, with what they added.

    A path that the plan lacks shows everything. Target dates count from ``start``.
    """
    chosen = plan.path(path) if path else None
    ground = _ground(plan, chosen.id if chosen else None, start, pace_days)
    sections, hidden = _Building(ground, stored, start, today, zone).sections()
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
        paused=paused,
    )


@dataclass(frozen=True, slots=True)
class _Ground:
    """The plan before anybody's progress: ``blocks`` with their milestones as nobody touched them.

    ``ids`` and ``block_ids`` are of the whole plan; ``titles``, ``planned`` and ``steps``, the
    words of the flow, of what the path shows.
    """

    blocks: tuple[tuple[Block, tuple[Item, ...]], ...]
    ids: frozenset[str]
    block_ids: frozenset[str]
    titles: Mapping[str, str]
    planned: Mapping[str, date]
    steps: Mapping[str, str]
    paths: tuple[tuple[Path, tuple[str, ...]], ...]


# Members of a group share a plan, and most of them a start: prepared once for all of them. Nothing
# of what they entered is in it.
@lru_cache(maxsize=_KEPT_GROUNDS)
def _ground(plan: Plan, path: str | None, start: date, pace_days: int) -> _Ground:
    shown = on_path(plan, path)
    planned = targets(shown, start, pace_days)
    titles = {m.id: m.title for m in shown.milestones}
    steps = {name: target.title for target in shown.flow for name in target.milestones}

    def untouched(milestone: Milestone, number: int) -> Item:
        waits_for = tuple(titles[need] for need in milestone.needs if need in titles)
        due = planned.get(milestone.id)
        step = steps.get(milestone.id)
        return Item(milestone, number, Status.NOT_STARTED, due, waits_for, None, step_title=step)

    return _Ground(
        blocks=tuple(
            (block, tuple(untouched(milestone, number) for milestone in block.milestones))
            for number, block in enumerate(shown.blocks, start=1)
        ),
        ids=frozenset(m.id for m in plan.milestones),
        block_ids=frozenset(b.id for b in plan.blocks),
        titles=titles,
        planned=planned,
        steps=steps,
        paths=tuple(
            (each, tuple(m.id for m in plan.milestones if m.path == each.id and not m.repeats))
            for each in plan.paths
        ),
    )


class _Building:
    """The building of one board."""

    def __init__(
        self, ground: _Ground, stored: StoredMilestones, start: date, today: date, zone: str
    ) -> None:
        self._ground, self._stored = ground, stored
        self._start, self._today, self._zone = start, today, zone
        self._own = place_own(stored.own, ground.ids, ground.block_ids)
        self._origins = {own.id: own.origin for own in stored.own if own.origin is not None}
        # What holds up nothing any more: done, or left out.
        self._past = {name for name in stored.history if not stored.status(name).is_open}
        self._past |= {
            milestone.id
            for block, _ in ground.blocks
            for milestone in block.milestones
            if milestone.repeats and stored.was_done(milestone.id)
        }
        self._past |= {name for name, override in stored.overrides.items() if override.hidden}

    def sections(self) -> tuple[tuple[Section, ...], tuple[Item, ...]]:
        """The sections, and what is hidden."""
        sections, hidden = [], []
        affected = self._stored.affected
        for number, (block, untouched) in enumerate(self._ground.blocks, start=1):
            items: list[Item] = []
            for item in untouched:
                milestone = item.milestone
                as_it_is = milestone.id not in affected and milestone.repeats is None
                if as_it_is and self._past.isdisjoint(milestone.needs):
                    items.append(item)
                elif self._stored.override(milestone.id).hidden:
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
        override = stored.override(name)
        due = override.own_due or ground.planned.get(name)
        times = occurrences_of(milestone, history, today=self._today, zone=self._zone)
        if times is not None:
            status, change = standing(times, history, self._zone)
            due = due_in(times.now.period, due, self._start)
        elif change and not status.is_open:
            due = change.due_on
        steps = self._own.steps.get(name)
        noted = change if change and change.status is Status.DONE else override
        return Item(
            milestone=milestone,
            block=number,
            status=status,
            due=due,
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
            own_due=override.own_due,
            hidden=override.hidden and not is_own,
            link=noted.link,
            note=noted.note,
            history=history,
            occurrences=times,
            step_title=ground.steps.get(name),
            origin=self._origins.get(name),
        )


def _section(number: int, block_id: str, title: str, items: list[Item]) -> Section:
    tally = count(item.status for item in items if item.is_counted)
    return Section(number, block_id, title, tally, tuple(items))


def _as_milestone(own: OwnMilestone) -> Milestone:
    return Milestone(id=own.id, title=own.title, text="")


def _path_view(path: Path, milestone_ids: tuple[str, ...], stored: StoredMilestones) -> PathView:
    shown = (name for name in milestone_ids if not stored.override(name).hidden)
    about = ", ".join((*path.study, *path.challenge))
    return PathView(path.id, path.title, path.short, about, count(map(stored.status, shown)))


def _rotation(
    paths: tuple[PathView, ...], chosen: Path | None, stored: StoredMilestones
) -> Rotation | None:
    """The first path that is not finished, once the chosen one is; unless it was declined (U13)."""
    if chosen is None or stored.override(f"{DISMISSED}{chosen.id}").hidden:
        return None
    mine = next(path for path in paths if path.id == chosen.id)
    other = next((path for path in paths if not path.is_finished and path.count.total), None)
    return Rotation(mine, other) if mine.is_finished and other else None
