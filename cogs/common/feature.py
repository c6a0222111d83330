"""What a feature declares of its face on Discord, beside what `bot.feature` holds of it.

A package in ``cogs`` declares its ``FEATURE``; one line in `cogs.features` adds it to the bot. A
panel that shows something of all features (``/help``, ``/me``, ``/today``, the daily message) asks
that list.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from discord import ui
from discord.ext import commands
from sqlalchemy.ext.asyncio import AsyncSession

from bot.client import Syllabot
from bot.feature import FeatureData
from bot.groups.values import Caller, InsiderCaller, MemberCaller, OrganiserCaller
from bot.public_panels import PostedMessage, PublicPanel
from bot.scheduling import Sender
from cogs.common.daily_message import DailyLines, DailyTopic, ShowDailyMessage, Topic
from cogs.common.joining import ShowJoined
from cogs.common.panels import Items, Panel
from cogs.common.permissions import Needs
from cogs.common.routes import AnyRoute, Interaction

MemberRows = Callable[[AsyncSession, MemberCaller], Awaitable[Items]]
"""Rows about the caller, read in the transaction that serves them."""


class Count(Protocol):
    """How much of something is done, of how much."""

    @property
    def done(self) -> int: ...

    @property
    def total(self) -> int: ...


HelpRows = Callable[[AsyncSession, Caller], Awaitable[Items]]
"""What stands in a topic of help below its commands, for the group of whoever asks."""

PlanCounts = Callable[[AsyncSession, MemberCaller], Awaitable[Mapping[str, Count]]]
"""How far the caller is in each block of the plan, by its id."""

BlockRows = Callable[[AsyncSession, MemberCaller, str], Awaitable[Items]]
"""Rows for the page of the block with that id, for a member of the group."""

PlanButtons = Callable[[bool], list[ui.Button[ui.LayoutView]]]
"""Buttons about the plan as a whole, for a member of the group or (False) for somebody else."""

PlanLinks = Callable[[AsyncSession, int], Awaitable[Mapping[str, str | None]]]
"""``(session, guild_id)``: what stands in the place of the plan's links, by their `address_key`;
None where one is dead."""

CycleButtons = Callable[[int, int], list[ui.Button[ui.LayoutView]]]
"""``(guild_id, number)``: buttons about a closed cycle, for its news, its review, a look back."""

Adjustments = Callable[[AsyncSession, MemberCaller], Awaitable[Items]]
"""What of their own a member may want to adjust before they go on, each with its present state and
the act that other panels have for it."""


LibraryButtons = Callable[[], list[ui.Button[ui.LayoutView]]]
"""Buttons for organisers, beside what waits for them in the library."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeRows:
    """What a feature adds to ``/me``, each part after those of the features before it.

    ``state`` is a line on what comes next, shown unless prompts are stopped;
    ``standing`` are lines below it. ``rows`` are settings, each with its act.
    """

    state: str = ""
    standing: tuple[str, ...] = ()
    rows: Items = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelAddition:
    """What features add to a panel of one below them: rows, and buttons beside its own.

    ``is_empty`` says that the rows only tell that there is nothing yet.
    """

    rows: Items = field(default_factory=list)
    acts: list[ui.Button[ui.LayoutView]] = field(default_factory=list)
    is_empty: bool = False


@dataclass(frozen=True, slots=True)
class ShownPanel:
    """A public panel as it stands in the database; ``message`` is None while it is not posted."""

    panel: Panel
    message: PostedMessage | None


ShowPanel = Callable[[AsyncSession, int, int, PanelAddition, datetime], Awaitable[ShownPanel]]
"""``(session, guild_id, thing_id, addition, now)``: a public panel about the thing with that id.

It may refuse: the thing is not there, or has nothing to show yet.
"""

AddToPanel = Callable[[AsyncSession, int, int, datetime], Awaitable[PanelAddition]]
"""``(session, guild_id, thing_id, now)``: what a feature adds to such a panel."""

AboutGroup = Callable[[AsyncSession, int], Awaitable[PanelAddition]]
"""``(session, guild_id)``: what everybody in the server may know about its group."""

ForOrganisers = Callable[[AsyncSession, OrganiserCaller], Awaitable[Items]]
"""What organisers alone should know of a group, with what they can do about it."""

ForMember = Callable[[AsyncSession, MemberCaller], Awaitable[PanelAddition]]
"""What a feature adds to a panel of the caller's own."""


ShowHistory = Callable[[Interaction], Awaitable[None]]
"""Answers with what the group has read."""

ShowPaper = Callable[[Interaction, str], Awaitable[None]]
"""Answers with the page of the paper that has this key."""

AboutPaper = Callable[[AsyncSession, InsiderCaller, str], Awaitable[PanelAddition]]
"""``(session, caller, key)``: what a feature adds to the page of one of the group's papers.

What is the caller's alone may stand there: nobody else sees the page.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """A feature as the bot's composition takes it.

    ``senders`` make the sender of each kind of delivery that ``data`` declares. ``me_rows``,
    ``today_rows`` and ``log_rows`` read, in the transaction that serves the caller, what stands in
    ``/me``, in ``/today`` and below a day in ``/routine log``; ``first_steps`` are buttons in
    ``/help`` for a member of the guild with that id.
    ``daily_lines`` are added to the daily message, which the one feature with ``daily_message``
    sends and shows; ``daily_topics`` say what the day is for, the first with a word on its topic.
    ``panels`` show the public panels that the feature posts, ``additions`` are for those of
    features below it (`cogs.common.public_panels`).
    ``plan_counts`` and ``plan_buttons`` stand in ``/plan show``, ``block_rows`` on a block's page,
    whose links are those of ``plan_links``, ``help_rows`` in the topics of help with these names,
    ``library_buttons`` where organisers look after the library. ``cycle_buttons`` stand at closed
    cycles, ``adjust`` in the one place where a member sets themselves up for the next.
    ``about_group`` stands in ``/setup`` and in the invitation to join, ``for_organisers`` in
    ``/setup`` alone. ``join_first`` is what a new member reads or chooses, its buttons being the
    choices; ``joining`` stands in the answer after that, which the one feature with ``joined``
    shows. ``about_paper`` stands on a paper's page; the one feature with ``paper_history`` and
    ``paper_page`` answers the buttons to both. ``needs`` are the permissions that it needs from
    the server.
    """

    data: FeatureData
    cogs: tuple[Callable[[Syllabot], commands.Cog], ...]
    routes: tuple[AnyRoute, ...]
    senders: Mapping[str, Callable[[Syllabot], Sender]]
    me_rows: Callable[[AsyncSession, MemberCaller], Awaitable[MeRows]] | None = None
    today_rows: MemberRows | None = None
    log_rows: MemberRows | None = None
    daily_lines: DailyLines[Any] | None = None
    daily_topics: Mapping[Topic, DailyTopic[Any]] = field(default_factory=dict)
    daily_message: ShowDailyMessage | None = None
    first_steps: Callable[[int], list[ui.Button[ui.LayoutView]]] | None = None
    panels: Mapping[PublicPanel, ShowPanel] = field(default_factory=dict)
    additions: Mapping[PublicPanel, AddToPanel] = field(default_factory=dict)
    plan_counts: PlanCounts | None = None
    plan_buttons: PlanButtons | None = None
    plan_links: PlanLinks | None = None
    block_rows: BlockRows | None = None
    library_buttons: LibraryButtons | None = None
    cycle_buttons: CycleButtons | None = None
    adjust: Adjustments | None = None
    help_rows: Mapping[str, HelpRows] = field(default_factory=dict)
    about_group: AboutGroup | None = None
    for_organisers: ForOrganisers | None = None
    join_first: ForMember | None = None
    joining: ForMember | None = None
    joined: ShowJoined | None = None
    about_paper: AboutPaper | None = None
    paper_history: ShowHistory | None = None
    paper_page: ShowPaper | None = None
    needs: tuple[Needs, ...] = ()
