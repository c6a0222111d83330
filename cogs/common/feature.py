"""What a feature declares of its face on Discord, beside what `bot.feature` holds of it.

A package in ``cogs`` declares its ``FEATURE``; one line in `cogs.features` adds it to the bot. A
panel that shows something of all features (``/help``, ``/me``, ``/today``, the daily message) asks
that list.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from discord import ui
from discord.ext import commands
from sqlalchemy.ext.asyncio import AsyncSession

from bot.client import Syllabot
from bot.feature import FeatureData
from bot.groups.values import MemberCaller
from bot.scheduling import Sender
from cogs.common.panels import Items
from cogs.common.routes import AnyRoute

MemberRows = Callable[[AsyncSession, MemberCaller], Awaitable[Items]]
"""Rows about the caller, read in the transaction that serves them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeRows:
    """What a feature adds to ``/me``, each part after those of the features before it.

    ``state`` is a line on what comes next, shown while prompts are neither paused nor stopped;
    ``standing`` are lines below it. ``details`` follow them, save in the answer to ``/join``, which
    needs the room. ``rows`` are settings, each with its act.
    """

    state: str = ""
    standing: tuple[str, ...] = ()
    details: tuple[str, ...] = ()
    rows: Items = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """A feature as the bot's composition takes it.

    ``senders`` make the sender of each kind of delivery that ``data`` declares. ``me_rows`` and
    ``today_rows`` read, in the transaction that serves the caller, what stands in ``/me`` and
    ``/today``; ``first_steps`` are buttons in ``/help`` for a member of the guild with that id.
    """

    data: FeatureData
    cogs: tuple[Callable[[Syllabot], commands.Cog], ...]
    routes: tuple[AnyRoute, ...]
    senders: Mapping[str, Callable[[Syllabot], Sender]]
    me_rows: Callable[[AsyncSession, MemberCaller], Awaitable[MeRows]] | None = None
    today_rows: MemberRows | None = None
    first_steps: Callable[[int], list[ui.Button[ui.LayoutView]]] | None = None
