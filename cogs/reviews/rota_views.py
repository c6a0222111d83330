"""The rota's buttons: put oneself down, pause, take, skip, swap."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Concatenate, ParamSpec

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import NotFound
from bot.groups.values import MemberCaller
from bot.reviews import rota_queries, rota_service
from bot.reviews.values import ReviewTurn, Rota
from cogs.common.callers import as_member
from cogs.common.forms import Form, person_field
from cogs.common.panels import Panel
from cogs.common.reply import open_form, reply, rerender
from cogs.common.routes import Fields, Interaction, snowflake
from cogs.reviews.guide import refresh_guide
from cogs.reviews.rota_panels import rota_panel
from cogs.reviews.routes import (
    ACCEPT_SWAP,
    COUNT_IN,
    DECLINE_SWAP,
    PAUSE,
    ROTA,
    SKIP,
    SWAP,
    TAKE,
    WITHDRAW_SWAP,
)

P = ParamSpec("P")
TurnAct = Callable[Concatenate[AsyncSession, MemberCaller, P], Awaitable[ReviewTurn]]


async def shown(interaction: Interaction) -> Panel:
    """The rota of the group that whoever asks means."""
    guild_id, found = await as_member(interaction).read(_rota)
    return rota_panel(found, guild_id, interaction.user.id)


@ROTA.press
async def show(interaction: Interaction, guild_id: int) -> None:
    """Answer anew, so that what leads here stays."""
    _guild_id, found = await as_member(interaction, guild_id).read(_rota)
    await reply(interaction, rota_panel(found, guild_id, interaction.user.id))


@COUNT_IN.press
async def count_in(interaction: Interaction, guild_id: int) -> None:
    found = await as_member(interaction, guild_id).act(rota_service.count_in)
    await rerender(interaction, rota_panel(found, guild_id, interaction.user.id))


@PAUSE.press
async def pause(interaction: Interaction, guild_id: int) -> None:
    found = await as_member(interaction, guild_id).act(rota_service.pause)
    await rerender(interaction, rota_panel(found, guild_id, interaction.user.id))


@TAKE.press
async def take(interaction: Interaction, guild_id: int, round_id: int) -> None:
    """Take a review that nobody has; who comes second hears whose it is."""
    turn = await _act(interaction, guild_id, rota_service.take, round_id)
    is_theirs = turn.user_id == interaction.user.id
    said = "" if is_theirs else f"<@{turn.user_id}> was faster. You can review it too."
    await _show_after(interaction, turn, said)


@SKIP.press
async def skip(interaction: Interaction, guild_id: int, round_id: int) -> None:
    """Pass one's turn on; only who waits in the rota is next again."""
    turn = await _act(interaction, guild_id, rota_service.skip, round_id)
    found = await as_member(interaction, guild_id).read(rota_queries.rota)
    is_next = found.order[:1] == (interaction.user.id,)
    said = "Skipped. You are next for the paper after this one." if is_next else "Skipped."
    await _show_after(interaction, turn, said)


@SWAP.press
async def ask_with_whom(interaction: Interaction, guild_id: int, round_id: int) -> None:
    """Open the form that asks for a person."""
    field = person_field(
        "person",
        "Whom do you ask?",
        hint="Somebody in the rota. They see it in /today; nothing moves until they say yes.",
    )
    await open_form(interaction, Form("Swap your turn", SWAP(guild_id, round_id), fields=[field]))


@SWAP.form
async def ask_to_swap(
    interaction: Interaction, fields: Fields, guild_id: int, round_id: int
) -> None:
    try:
        (user_id,) = map(snowflake, fields.get("person", []))
    except ValueError:
        raise NotFound("I do not find that person. Pick somebody again.") from None
    turn = await _act(interaction, guild_id, rota_service.offer_swap, round_id, user_id)
    await _show_after(interaction, turn)


@WITHDRAW_SWAP.press
async def withdraw(interaction: Interaction, guild_id: int, round_id: int) -> None:
    turn = await _act(interaction, guild_id, rota_service.withdraw_offer, round_id)
    await _show_after(interaction, turn)


@ACCEPT_SWAP.press
async def accept(interaction: Interaction, guild_id: int, round_id: int) -> None:
    turn = await _act(interaction, guild_id, rota_service.accept_swap, round_id)
    await _show_after(interaction, turn, "Swapped. The review is yours now.")


@DECLINE_SWAP.press
async def decline(interaction: Interaction, guild_id: int, round_id: int) -> None:
    turn = await _act(interaction, guild_id, rota_service.decline_swap, round_id)
    await _show_after(interaction, turn, "Fine. Their turn stays theirs.")


async def _act(
    interaction: Interaction, guild_id: int, use_case: TurnAct[P], *args: P.args, **kwargs: P.kwargs
) -> ReviewTurn:
    return await as_member(interaction, guild_id).act(use_case, *args, **kwargs)


async def _show_after(interaction: Interaction, turn: ReviewTurn, said: str = "") -> None:
    """Show the rota as it is after an act, and bring the guide up to date."""
    guild_id = turn.guild_id
    _guild_id, found = await as_member(interaction, guild_id).read(_rota)
    await rerender(interaction, rota_panel(found, guild_id, interaction.user.id, said))
    await refresh_guide(interaction.client, guild_id, turn.round_id)


async def _rota(session: AsyncSession, caller: MemberCaller) -> tuple[int, Rota]:
    return caller.guild_id, await rota_queries.rota(session, caller)
