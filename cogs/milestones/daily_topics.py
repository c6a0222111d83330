"""What days of building are for: what the member works on; and ideas for days that ask nothing."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.milestones.queries import board_source
from bot.milestones.rules.next_up import Next, block_now, next_up
from bot.milestones.values import Board, Item, Status
from bot.plans import queries as plans
from cogs.common.daily_message import DailyMessage, DailyTopic, DayWords
from cogs.common.panels import button, row
from cogs.common.text import in_days, link_to, one_line
from cogs.milestones.routes import IN_MESSAGE_DONE
from cogs.milestones.texts import facts, section_title

_TITLE = 90
_NEAR = timedelta(days=3)


async def _build(session: AsyncSession, message: DailyMessage) -> DayWords[None] | None:
    board = (await message.once(session, board_source)).board(message.now)
    found = next_up(board, without_given=True)
    if found is None:
        return None
    return build_words(board, found, message.member.guild_id, message.delivery_id)


def build_words(board: Board, found: Next, guild_id: int, delivery_id: int) -> DayWords[None]:
    """What to go on with or begin, and where; with the act that finishes it."""
    item, step = found.item, found.step
    verb = "Go on with" if item.status is Status.IN_PROGRESS else "Begin"
    text = f"{verb} *{one_line(item.title, _TITLE)}*{_soon(board, item)}"
    if step is not None:
        text += f". Next step: *{one_line(step.title, _TITLE)}*."
    else:
        text += ": choose one small piece that can be finished today."
    section = board.section(item.block)
    where = [] if section is None or item.is_own else [section_title(section)]
    about = " · ".join([*where, *facts(board, item)])
    about = f"-# {about[:1].upper()}{about[1:]}"
    named = (step or item).id
    if item.occurrences is not None and step is None:
        return DayWords(text=text, rows=[about], key=None, about=named)
    label = "Finish it" if step is None else "Finish step"
    act = button(label, IN_MESSAGE_DONE(guild_id, delivery_id, named))
    return DayWords(text=text, rows=[row(about, act)], key=None, about=named)


def _soon(board: Board, item: Item) -> str:
    """That it is due today or in the next days."""
    if item.due is None or not board.is_due(item.due) or item.due - board.today > _NEAR:
        return ""
    return f", due {in_days((item.due - board.today).days)}"


async def _idea(session: AsyncSession, message: DailyMessage) -> DayWords[None] | None:
    """What the plan says, and beside it something to learn from for the member's block."""
    board = (await message.once(session, board_source)).board(message.now)
    section = block_now(board)
    if section is None:
        return None
    plan = await plans.current(session, message.member.guild_id)
    block = plan.blocks[section.number - 1]
    offered = [each for each in plan.resources if block.id in each.blocks and each.instead is None]
    if not offered:
        return None
    # Another one each time, the same for a day whenever it is shown.
    chosen = offered[message.day.toordinal() % len(offered)]
    title = one_line(chosen.title, _TITLE)
    link = link_to(title, chosen.url) if chosen.url else f"*{title}*"
    return DayWords(
        text=None,
        rows=[f"-# Or, for block {section.number}: {link} · {one_line(chosen.text, 120)}"],
        key=None,
    )


BUILD, OPEN_IDEA = DailyTopic(words=_build), DailyTopic(words=_idea)
