"""The buttons and forms of talks for members: proposals, one talk, feedback."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups.values import InsiderCaller, MemberCaller
from bot.sessions.values import PANEL
from bot.talks import counts, feedback, queries, rules, service
from bot.talks.values import OwnTalk, Talk
from cogs.common import public_panels
from cogs.common.callers import as_insider, as_member
from cogs.common.panels import Panel
from cogs.common.reply import open_form, reply, rerender
from cogs.common.routes import Fields, Interaction
from cogs.common.stopping import stop_messages
from cogs.talks.feedback_panels import (
    evening_panel,
    feedback_form,
    given_text,
    own_talk_panel,
)
from cogs.talks.panels import (
    ask_withdraw_panel,
    change_form,
    list_panel,
    propose_form,
    talk_panel,
)
from cogs.talks.routes import (
    CHANGE,
    COUNT,
    EVENING,
    GIVE,
    LIST,
    OPEN,
    PROPOSE,
    RESULT,
    STOP,
    WITHDRAW,
    WITHDRAW_FOR_SURE,
)


@LIST.press
async def turn(interaction: Interaction, page: int) -> None:
    await rerender(interaction, await listed(interaction, page))


@OPEN.press
async def open_one(interaction: Interaction, talk_id: int) -> None:
    await rerender(interaction, await opened(interaction, talk_id))


@RESULT.press
async def look_at_result(interaction: Interaction, guild_id: int, talk_id: int) -> None:
    await reply(interaction, await opened(interaction, talk_id, guild_id=guild_id))


@PROPOSE.press
async def ask_propose(interaction: Interaction) -> None:
    """The form; who may not propose hears it before typing."""
    await as_member(interaction).read(queries.talks)
    await open_form(interaction, propose_form())


@PROPOSE.form
async def propose(interaction: Interaction, fields: Fields) -> None:
    talk = await as_member(interaction).create(
        service.propose,
        title=fields.get("title", ""),
        about=fields.get("about", ""),
        minutes=fields.get("minutes", ""),
    )
    said = "Proposed. The group sees it in `/talk list`, and an organiser puts it on an evening."
    await rerender(interaction, await opened(interaction, talk.id, said=said))


@CHANGE.press
async def ask_change(interaction: Interaction, talk_id: int) -> None:
    talk = await as_member(interaction).read(service.own_talk, talk_id)
    await open_form(interaction, change_form(talk))


@CHANGE.form
async def change(interaction: Interaction, fields: Fields, talk_id: int) -> None:
    talk = await as_member(interaction).act(
        service.change,
        talk_id,
        title=fields.get("title", ""),
        about=fields.get("about", ""),
        minutes=fields.get("minutes", ""),
        slides=fields.get("slides", ""),
        recording=fields.get("recording", ""),
    )
    await rerender(interaction, await opened(interaction, talk_id, said="Changed."))
    await refresh_evening(interaction, talk)


@WITHDRAW.press
async def ask_withdraw(interaction: Interaction, talk_id: int) -> None:
    talk = await as_member(interaction).read(service.own_talk, talk_id)
    await rerender(interaction, ask_withdraw_panel(talk))


@WITHDRAW_FOR_SURE.press
async def withdraw(interaction: Interaction, talk_id: int) -> None:
    gone = await as_member(interaction).act(service.withdraw, talk_id)
    await rerender(interaction, await listed(interaction, said="Withdrawn."))
    await refresh_evening(interaction, gone)


@COUNT.press
async def count(interaction: Interaction, talk_id: int, number: int) -> None:
    await as_member(interaction).act(counts.count, talk_id, number)
    await rerender(interaction, await opened(interaction, talk_id))


@EVENING.press
async def choose_talk(interaction: Interaction, guild_id: int, meeting_id: int) -> None:
    talks, given, user_id = await as_member(interaction, guild_id).read(_evening, meeting_id)
    await reply(interaction, evening_panel(talks, user_id, given))


@GIVE.press
async def ask_feedback(interaction: Interaction, guild_id: int, talk_id: int) -> None:
    talk = await as_member(interaction, guild_id).read(feedback.check_taken, talk_id)
    await open_form(interaction, feedback_form(talk))


@GIVE.form
async def give(interaction: Interaction, fields: Fields, guild_id: int, talk_id: int) -> None:
    given = rules.read_feedback(
        *(fields.get(name, "") for name in ("listener", "clarity", "impact", "keep"))
    )
    member, asked = as_member(interaction, guild_id, with_group=True), fields.get("signed", False)
    talk, signed = await member.create(feedback.give, talk_id, given, signed=asked)
    now = interaction.client.clock.now()
    said = given_text(signed=signed)
    await rerender(interaction, talk_panel(talk, interaction.user.id, now, gave=True, said=said))


@STOP.press
async def stop(interaction: Interaction, guild_id: int, _delivery_id: int) -> None:
    await stop_messages(interaction, guild_id)


async def listed(interaction: Interaction, page: int = 0, *, said: str | None = None) -> Panel:
    """All talks."""
    return list_panel(await as_insider(interaction).read(queries.talks), page, said=said)


async def opened(
    interaction: Interaction,
    talk_id: int,
    *,
    guild_id: int | None = None,
    said: str | None = None,
) -> Panel:
    """A talk as the person sees it: their own with its feedback."""
    member, now = as_member(interaction, guild_id), interaction.client.clock.now()
    talk, own, gave = await member.read(_seen, talk_id)
    if own is not None:
        return own_talk_panel(own, now, said=said)
    return talk_panel(talk, interaction.user.id, now, gave=gave, said=said)


async def refresh_evening(interaction: Interaction, talk: Talk) -> None:
    """Bring the panel of a talk's evening up to date, if it is on one."""
    if talk.meeting_id is not None:
        await public_panels.refresh(interaction.client, PANEL, talk.guild_id, talk.meeting_id)


async def _seen(
    session: AsyncSession, caller: MemberCaller, talk_id: int
) -> tuple[Talk, OwnTalk | None, bool]:
    talk = await queries.get(session, caller, talk_id)
    if talk.speaker_id == caller.user_id:
        return talk, await feedback.own_talk(session, caller, talk_id), False
    return talk, None, talk_id in await queries.answered(session, caller, [talk_id])


async def _evening(
    session: AsyncSession, caller: MemberCaller, meeting_id: int
) -> tuple[list[Talk], frozenset[int], int]:
    talks = await queries.on_evening(session, caller.guild_id, meeting_id)
    given = await queries.answered(session, caller, [each.id for each in talks])
    return talks, given, caller.user_id


async def find_talk(session: AsyncSession, caller: InsiderCaller, typed: str) -> Talk:
    """The talk that somebody means."""
    return await queries.find(session, caller, typed)
