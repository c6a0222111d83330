"""What projects add to ``/today``, ``/me`` and days of building: the one in work, its next step."""

from __future__ import annotations

from discord import ui
from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups.values import MemberCaller
from bot.plans import queries as plans
from bot.projects import queries
from bot.projects.counts import count_of
from bot.projects.values import ShownProject
from cogs.common.daily_message import DailyMessage, DailyTopic, DayWords
from cogs.common.feature import MeRows
from cogs.common.panels import Items, button, row
from cogs.common.text import one_line
from cogs.projects.panels import count_line
from cogs.projects.routes import READ
from cogs.projects.text import name, stage_words, step_words, trouble_words


async def today_rows(session: AsyncSession, caller: MemberCaller) -> Items:
    """The project in work, but on days of building, which are for it already; none in a pause."""
    if caller.member.paused(caller.now):
        return []
    day = (await plans.current_for(session, caller)).day(caller.today.weekday())
    if day is not None and day.topic == "build":
        return []
    shown = await queries.in_progress(session, caller.member)
    return [] if shown is None else [project_row(shown)]


def project_row(shown: ShownProject) -> ui.Item[ui.LayoutView]:
    """A project and its next step, with the way to it."""
    project = shown.project
    text = f"◐ **{name(project)}** · {stage_words(shown.guide, project)}\nnext: {step_words(shown)}"
    return row(text, button("Open", READ(project.id)))


async def me_rows(session: AsyncSession, caller: MemberCaller) -> MeRows:
    """How many projects are in work, how they count, and the newest that could not be posted."""
    in_work, unposted = await queries.standing(session, caller)
    count = await count_of(session, caller)
    lines = []
    if in_work or count.published:
        lines.append(f"Projects: {in_work} in work · {count_line(count)}")
    if unposted is not None:
        lines.append(f"Your project *{name(unposted)}*: {trouble_words(unposted)}")
    return MeRows(standing=tuple(lines))


async def _words(session: AsyncSession, message: DailyMessage) -> DayWords[None] | None:
    shown = await queries.in_progress(session, message.member)
    return None if shown is None else build_words(shown)


def build_words(shown: ShownProject) -> DayWords[None]:
    """The project in work and its next step, and where (R13)."""
    project = shown.project
    text = f"Go on with *{name(project)}*. Next step: *{step_words(shown)}*."
    block = f" · {one_line(shown.block.title, 60)}" if shown.block else ""
    about = f"-# {stage_words(shown.guide, project)}{block}"
    return DayWords(text=text, rows=[row(about, button("Open", READ(project.id)))], key=None)


BUILD = DailyTopic(words=_words, comes_first=True)
