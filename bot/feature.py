"""What a feature declares about itself, in one place: its ``data`` module holds a `FeatureData`.

Everything that serves all features asks the list of declarations instead of naming any of them:
help, stored data, forgetting, exports, calendars, the delivery engine, the groups' announcements of
changes. What of a feature shows on Discord is declared beside it (`cogs.common.feature`).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import ColumnElement
from sqlalchemy.ext.asyncio import AsyncSession

from bot.achievements import Achievements
from bot.db import Retention
from bot.facts import Fact, GroupFacts
from bot.groups.audit_rules import Audited
from bot.groups.values import Group, InsiderCaller, Member
from bot.held import Held, LockFirst, NamingPosts
from bot.ranking.values import Evidence
from bot.scheduling import OnFailed

GroupHook = Callable[[AsyncSession, Group, datetime], Awaitable[None]]
"""Runs in the transaction that set a group up or changed it. Safe to run again."""

MemberHook = Callable[[AsyncSession, Member, datetime], Awaitable[None]]
"""Runs in the transaction in which a member joined, changed a setting, or left. Safe to repeat."""

StartHook = Callable[[AsyncSession, datetime], Awaitable[None]]
"""Runs once when the bot starts, such as to schedule what groups from before lack."""

ClockRightHook = Callable[[AsyncSession, datetime], Awaitable[None]]
"""Runs at each start, daily, and after the clock was set, to take back what ended too early."""

Forget = Callable[[AsyncSession, int, int], Awaitable[None]]
"""``(session, guild_id, user_id)``: removes what the feature stores about the person there.

What the group needs to keep stays without any trace of who it was.
"""

Records = Mapping[str, Sequence[Mapping[str, Any]]]
"""Rows by the name of their table, as plain JSON values."""

Export = Callable[[AsyncSession, int, int], Awaitable[Records]]
"""``(session, guild_id, user_id)``: everything the feature stores about the person there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """A kind of data about a person that a feature stores. Each field is a phrase for people.

    ``inferred`` is what whoever runs the bot could tell beyond reading what is kept, after
    "Whoever runs me".
    """

    what: str
    why: str
    how_long: str
    seen_by: str
    inferred: str = ""


@dataclass(frozen=True, slots=True)
class HelpTopic:
    """A page of help. ``name`` is its lasting id, ``commands`` are (qualified name, what for)."""

    name: str
    title: str
    text: str
    commands: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryKind:
    """A kind of scheduled message. ``title`` names it for people.

    One that is older than ``lateness`` is not sent any more. ``on_failed`` runs in the transaction
    that records that a delivery was refused for good or missed; None where nobody needs to know.
    Deliveries, beside their schedules, for which ``lasts`` holds are read on and do not end after a
    time. ``is_anywhere``: it leaves for people of a server that the bot is no longer in, too.
    """

    name: str
    title: str
    lateness: timedelta
    on_failed: OnFailed | None
    lasts: ColumnElement[bool] | None = None
    is_anywhere: bool = False


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """An entry of a member's calendar: a date, or an instant in UTC.

    ``kind`` and ``key`` make its lasting identity. ``details`` are lines about it; ``channel_id``
    is where it happens. ``cancelled`` takes it out of a calendar that has it.
    """

    kind: str
    key: str
    summary: str
    when: date | datetime
    details: tuple[str, ...] = ()
    channel_id: int | None = None
    cancelled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarSource:
    """What of a feature belongs into a member's calendar. ``titles`` name its kinds of event.

    ``when_empty`` is said to a member who has none of it.
    """

    titles: Mapping[str, str]
    events: Callable[[AsyncSession, Member, datetime], Awaitable[Sequence[CalendarEvent]]]
    when_empty: str | None = None


@dataclass(frozen=True, slots=True)
class Commitment:
    """An instant that a member prepares for; their other dates should keep clear of it."""

    title: str
    at: datetime


PaperChosenHook = Callable[[AsyncSession, int, int, datetime], Awaitable[None]]
"""``(session, guild_id, round_id, now)``: runs in the transaction in which a vote chose a paper.

Safe to run again: a vote that closed too early goes on, and chooses anew.
"""

CardsRevealedHook = Callable[[AsyncSession, int, int, datetime], Awaitable[None]]
"""``(session, guild_id, retro_id, now)``: runs in the transaction that reveals a retro's cards.

Safe to run again: a retro that closed too early goes on, and is revealed anew.
"""

PaperEvidence = Callable[[AsyncSession, Group], Awaitable[Sequence[Evidence]]]
"""What a group's members showed of its taste in papers by what they did in a feature."""


Commitments = Callable[[AsyncSession, Member, datetime], Awaitable[Sequence[Commitment]]]
"""The commitments of a member from ``now`` on."""

GroupVenues = Callable[[AsyncSession, int], Awaitable[Sequence[str]]]
"""``(session, guild_id)``: conferences and journals that the group cares about, by name."""


ThreadHook = Callable[[AsyncSession, int, int], Awaitable[None]]
"""``(session, guild_id, round_id)``: runs in the transaction that records that the paper which a
weekly round chose has its thread. Safe to repeat."""

PaperTexts = Callable[[AsyncSession, int], Awaitable[Mapping[str, Sequence[str]]]]
"""``(session, guild_id)``: texts that the whole group may read about papers, by a paper's key.

Papers are found by them, beside their titles, authors and subjects.
"""

PaperTitles = Callable[[AsyncSession, InsiderCaller], Awaitable[Sequence[tuple[str, str]]]]
"""Key and title of each paper of which a feature has something that the caller may read.

They have a page, though none of them need have stood on a shortlist.
"""


RetroPhaseHook = Callable[[AsyncSession, int, int, str, datetime], Awaitable[None]]
"""``(session, guild_id, retro_id, phase, now)``: runs in the transaction in which a retro enters
a phase (by the names of `bot.retros.values.Phase`), before anybody sees it. Safe to repeat.

A retro that goes back enters the former phase again.
"""


CycleClosedHook = Callable[[AsyncSession, int, int, datetime], Awaitable[None]]
"""``(session, guild_id, number, now)``: runs in the transaction that closed that cycle."""

LooksBack = Callable[[AsyncSession, Member, datetime], Awaitable[bool]]
"""Whether a feature asks a member on their present date to look back: at a retro, or a rating.

What asks for the same kind of thought, and can wait, keeps clear of that day.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeatureData:
    """What a feature declares beside its face on Discord. ``name`` is that of its two folders.

    Only what few features have has a default. ``held`` are the tables that `export` gives, those
    that others refer to first; ``kept`` are phrases on what stays without a name when somebody is
    forgotten; ``retentions`` are what ends after a time, which ``stored`` says;
    ``audited`` is what the log of settings has of it.
    """

    name: str
    help: tuple[HelpTopic, ...]
    stored: tuple[Stored, ...]
    forget: Forget
    export: Export
    kinds: tuple[DeliveryKind, ...]
    held: tuple[Held, ...] = ()
    kept: tuple[str, ...] = ()
    retentions: tuple[Retention, ...] = ()
    audited: tuple[Audited, ...] = ()
    naming_posts: NamingPosts | None = None
    lock_first: LockFirst | None = None
    on_group_changed: GroupHook | None = None
    on_member_changed: MemberHook | None = None
    on_start: StartHook | None = None
    on_clock_right: ClockRightHook | None = None
    on_thread_opened: ThreadHook | None = None
    calendar: CalendarSource | None = None
    commitments: Commitments | None = None
    paper_texts: PaperTexts | None = None
    paper_titles: PaperTitles | None = None
    on_paper_chosen: PaperChosenHook | None = None
    on_cards_revealed: CardsRevealedHook | None = None
    paper_evidence: PaperEvidence | None = None
    venues: GroupVenues | None = None
    on_retro_phase: RetroPhaseHook | None = None
    group_facts: GroupFacts | None = None
    on_cycle_closed: CycleClosedHook | None = None
    looks_back: LooksBack | None = None
    achievements: Achievements | None = None


_KEY = "features"


class DeclaresData(Protocol):
    """A feature as it is composed: whatever else it has, it has its data."""

    @property
    def data(self) -> FeatureData: ...


def session_info(features: Iterable[DeclaresData]) -> dict[str, object]:
    """What a database's sessions carry so that `features_of` finds the data of ``features``."""
    return {_KEY: tuple(feature.data for feature in features)}


def features_of(session: AsyncSession) -> tuple[FeatureData, ...]:
    """The features that run on this session's database; none where nobody composed any."""
    found: tuple[FeatureData, ...] = session.info.get(_KEY, ())
    return found


async def group_changed(session: AsyncSession, group: Group, now: datetime) -> None:
    """Tell every feature that a group was set up or changed, in the order of the list."""
    for feature in features_of(session):
        if feature.on_group_changed is not None:
            await feature.on_group_changed(session, group, now)


async def member_changed(session: AsyncSession, member: Member, now: datetime) -> None:
    """Tell every feature that a member joined, changed, or left, in the order of the list."""
    for feature in features_of(session):
        if feature.on_member_changed is not None:
            await feature.on_member_changed(session, member, now)


async def thread_opened(session: AsyncSession, guild_id: int, round_id: int) -> None:
    """Tell every feature that a chosen paper has its thread, in the order of the list."""
    for feature in features_of(session):
        if feature.on_thread_opened is not None:
            await feature.on_thread_opened(session, guild_id, round_id)


async def texts_about_papers(session: AsyncSession, guild_id: int) -> dict[str, list[str]]:
    """What all features have to say about papers to the whole group, by a paper's key."""
    found: dict[str, list[str]] = {}
    for feature in features_of(session):
        if feature.paper_texts is not None:
            for key, texts in (await feature.paper_texts(session, guild_id)).items():
                found.setdefault(key, []).extend(texts)
    return found


async def titles_of_papers(session: AsyncSession, caller: InsiderCaller) -> dict[str, str]:
    """The titles of papers of which any feature has something for the caller, by key."""
    found: dict[str, str] = {}
    for feature in features_of(session):
        if feature.paper_titles is not None:
            found |= dict(await feature.paper_titles(session, caller))
    return found


async def paper_chosen(session: AsyncSession, guild_id: int, round_id: int, now: datetime) -> None:
    """Tell every feature that the vote of a round chose a paper, in the order of the list."""
    for feature in features_of(session):
        if feature.on_paper_chosen is not None:
            await feature.on_paper_chosen(session, guild_id, round_id, now)


async def retro_phase_entered(
    session: AsyncSession, guild_id: int, retro_id: int, phase: str, now: datetime
) -> None:
    """Tell every feature that a retro entered a phase, in the order of the list."""
    for feature in features_of(session):
        if feature.on_retro_phase is not None:
            await feature.on_retro_phase(session, guild_id, retro_id, phase, now)


async def cycle_closed(session: AsyncSession, guild_id: int, number: int, now: datetime) -> None:
    """Tell every feature that a group's cycle was closed, in the order of the list."""
    for feature in features_of(session):
        if feature.on_cycle_closed is not None:
            await feature.on_cycle_closed(session, guild_id, number, now)


async def facts_of(
    session: AsyncSession, guild_id: int, since: datetime, until: datetime
) -> list[Fact]:
    """What a group did in all features, in their order; nothing of which there is none."""
    return [
        fact
        for feature in features_of(session)
        if feature.group_facts is not None
        for fact in await feature.group_facts(session, guild_id, since, until)
        if fact.count
    ]


async def looks_back(session: AsyncSession, member: Member, now: datetime) -> bool:
    """Whether any feature asks a member today to look back."""
    for feature in features_of(session):
        if feature.looks_back is not None and await feature.looks_back(session, member, now):
            return True
    return False


async def cards_revealed(
    session: AsyncSession, guild_id: int, retro_id: int, now: datetime
) -> None:
    """Tell every feature that a retro's cards are revealed, in the order of the list."""
    for feature in features_of(session):
        if feature.on_cards_revealed is not None:
            await feature.on_cards_revealed(session, guild_id, retro_id, now)


async def paper_evidence(session: AsyncSession, group: Group) -> list[Evidence]:
    """What all features know of a group's taste in papers beside its votes."""
    return [
        each
        for feature in features_of(session)
        if feature.paper_evidence is not None
        for each in await feature.paper_evidence(session, group)
    ]


async def venues_of(session: AsyncSession, guild_id: int) -> list[str]:
    """The conferences and journals that a group cares about, over all features."""
    return [
        name
        for feature in features_of(session)
        if feature.venues is not None
        for name in await feature.venues(session, guild_id)
    ]


async def forget_nothing(session: AsyncSession, guild_id: int, user_id: int) -> None:
    """For a feature that stores nothing about anybody."""


async def export_nothing(session: AsyncSession, guild_id: int, user_id: int) -> Records:
    """For a feature that stores nothing about anybody."""
    return {}
