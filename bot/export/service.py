"""The use case of a calendar: everything with a date that concerns one member."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.actions.queries import owned_actions
from bot.community.queries import watched
from bot.export import sources
from bot.export.calendar import Event
from bot.groups import service as groups
from bot.milestones import own
from bot.milestones.queries import BoardSource, board_source
from bot.milestones.values import Board, OwnMilestone, Status
from bot.papers import queries as papers
from bot.plans import queries
from bot.plans.values import Plan
from bot.retros.queries import retro_spans

_ROUNDS_BACK = timedelta(days=13)
_RETROS_BACK = timedelta(days=62)
# Whoever imports less often than this takes the rest out by hand.
_DROPPED_BACK = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Agenda:
    """The events of a member in a group, as they stood at ``at``."""

    guild_id: int
    user_id: int
    at: datetime
    events: tuple[Event, ...]

    @property
    def channel_ids(self) -> frozenset[int]:
        """The channels where something happens."""
        return frozenset(event.channel_id for event in self.events if event.channel_id)

    def count(self, kind: str) -> int:
        """How many events of a kind there are, without cancelled ones."""
        return sum(event.kind == kind and not event.cancelled for event in self.events)

    @property
    def cancelled(self) -> int:
        """How many are only there to be taken out of a calendar."""
        return sum(event.cancelled for event in self.events)


async def agenda(session: AsyncSession, guild_id: int, user_id: int, *, now: datetime) -> Agenda:
    """What concerns a member and has a date: milestones, votes, retros, actions, deadlines.

    Raises:
        NotSetUp: the server has no group, or they are not in it.
    """
    member = await groups.get_member(session, guild_id, user_id)
    found = await board_source(session, member)
    group = await groups.get_group(session, guild_id)
    gone = await own.dropped_since(session, member, now - _DROPPED_BACK)
    former = await queries.former(session, guild_id, now - _DROPPED_BACK)
    rounds = await papers.since(session, guild_id, group.today(now) - _ROUNDS_BACK)
    retros = await retro_spans(session, guild_id, now - _RETROS_BACK)
    owned = await owned_actions(session, guild_id, user_id)
    events = (
        *_milestones(found, gone, now),
        *_taken_away(found, former, now),
        *sources.votes(group, rounds, now),
        *sources.retros(group, retros, now),
        *sources.actions(owned),
        *sources.deadlines(await watched(session, guild_id, user_id, now=now)),
    )
    return Agenda(guild_id, user_id, now, events)


def _milestones(found: BoardSource, gone: Iterable[OwnMilestone], now: datetime) -> Iterator[Event]:
    """All milestones and steps that have or had a date: on the board, left out of it, dropped."""
    board = found.board(now)
    whole = replace(found, member=replace(found.member, path=None)).board(now)
    shown = {item.id for item in (*board.items, *board.hidden)}
    others = [item for item in whole.items if item.id not in shown and not item.is_own]
    done = [item for item in others if item.status is Status.DONE]
    open_ones = [item for item in others if item.status is not Status.DONE]
    yield from sources.milestones((*board.items, *done), _titles(board))
    yield from sources.left_out((*board.hidden, *open_ones))
    unseen = (each for each in (*found.stored.own, *gone) if each.id not in shown)
    yield from sources.dropped((each, found.stored.override(each.id).own_due) for each in unseen)


def _taken_away(found: BoardSource, former: Iterable[Plan], now: datetime) -> Iterator[Event]:
    """What the plan has no more, with the date it would have; what was done stays as it was."""
    known = {milestone.id for milestone in found.plan.milestones}
    for plan in former:
        board = replace(found, plan=plan, member=replace(found.member, path=None)).board(now)
        yield from sources.left_out(
            item
            for item in (*board.items, *board.hidden)
            if item.id not in known and not item.is_own and item.status is not Status.DONE
        )
        known |= {milestone.id for milestone in plan.milestones}


def _titles(board: Board) -> dict[int, str]:
    return {
        section.number: section.title
        if section.is_own
        else f"Block {section.number} · {section.title}"
        for section in board.sections
    }
