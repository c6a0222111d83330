"""The acts with which organisers lead a retro through its phases, by command and button."""

from __future__ import annotations

from bot.errors import NotFound
from bot.retros import queries, steering
from bot.retros.phases import after
from bot.retros.rules import check_can_go_on
from bot.retros.values import PANEL, SUMMARY, Phase, Retro
from cogs.common import public_panels
from cogs.common.callers import as_organiser
from cogs.common.reply import reply, rerender
from cogs.common.routes import Interaction
from cogs.common.text import plural
from cogs.retros.channel import postable_channel
from cogs.retros.panels import closed_panel
from cogs.retros.phase_text import NAMES, becomes_visible
from cogs.retros.routes import BACK, CLOSE, CLOSE_FOR_SURE, EXTEND, NEXT, NEXT_FOR_SURE, STEER
from cogs.retros.steering_panels import (
    close_question_panel,
    next_question_panel,
    steering_panel,
)

_NONE_OPEN = "No retro is open right now. `/retro open` begins one."


async def open_retro_of(interaction: Interaction) -> Retro:
    """The group's open retro, for an organiser.

    Raises:
        NotAllowed, NotFound: they are no organiser, or none is open.
    """
    retro = await as_organiser(interaction).read(queries.open_retro)
    if retro is None:
        raise NotFound(_NONE_OPEN)
    return retro


async def lead_on(interaction: Interaction, retro: Retro) -> None:
    """End the phase that a retro is in, asking first where that shows the group something.

    Raises:
        UserError: it has too few cards; nobody is asked about what would be refused.
    """
    channel_id = await postable_channel(interaction)
    check_can_go_on(retro)
    if after(retro.phase, is_quick=retro.is_quick) is Phase.CLOSED:
        await reply(interaction, close_question_panel(retro, channel_id))
    elif becomes_visible(retro) and retro.phase is not Phase.FACTS:
        await reply(interaction, next_question_panel(retro, channel_id))
    else:
        await _go_on(interaction, retro.id, retro.phase)


async def lead_back(interaction: Interaction, retro_id: int, phase: Phase) -> None:
    """Let the phase before begin anew."""
    retro = await as_organiser(interaction).act(steering.go_back, retro_id, phase)
    said = f"Back to *{NAMES[retro.phase]}*."
    if retro.phase is Phase.GROUP:
        said += " The vote begins anew after it."
    await _show(interaction, retro, said)


async def prolong(interaction: Interaction, retro_id: int, phase: Phase, days: int) -> None:
    """Give the phase more days."""
    retro = await as_organiser(interaction).act(steering.extend, retro_id, phase, days)
    await _show(interaction, retro, f"{plural(days, 'day')} more.")


@STEER.press
async def show_steering(interaction: Interaction, retro_id: int, _phase: Phase) -> None:
    """Show organisers what they can do about the open retro."""
    retro = await open_retro_of(interaction)
    if retro.id != retro_id:
        raise NotFound("That retro has closed. `/retro open` begins a new one.")
    await reply(interaction, steering_panel(retro))


@NEXT.press
async def next_phase(interaction: Interaction, retro_id: int, phase: Phase) -> None:
    await lead_on(interaction, await _in_phase(interaction, retro_id, phase))


@NEXT_FOR_SURE.press
async def next_phase_for_sure(interaction: Interaction, retro_id: int, phase: Phase) -> None:
    await postable_channel(interaction)
    await _go_on(interaction, retro_id, phase)


@BACK.press
async def former_phase(interaction: Interaction, retro_id: int, phase: Phase) -> None:
    await lead_back(interaction, retro_id, phase)


@EXTEND.press
async def more_days(interaction: Interaction, retro_id: int, phase: Phase, days: int) -> None:
    await prolong(interaction, retro_id, phase, days)


@CLOSE.press
async def ask_to_close(interaction: Interaction, retro_id: int) -> None:
    channel_id = await postable_channel(interaction)
    retro = await open_retro_of(interaction)
    if retro.id != retro_id:
        raise NotFound("That retro has closed. `/retro open` begins a new one.")
    await rerender(interaction, close_question_panel(retro, channel_id))


@CLOSE_FOR_SURE.press
async def close(interaction: Interaction, retro_id: int) -> None:
    """Close the retro, with its summary on the way to the retros channel."""
    channel_id = await postable_channel(interaction)
    outcome = await as_organiser(interaction).act(steering.close_retro, retro_id)
    await rerender(interaction, closed_panel(outcome, channel_id))


async def _in_phase(interaction: Interaction, retro_id: int, phase: Phase) -> Retro:
    retro = await open_retro_of(interaction)
    if retro.id != retro_id or retro.phase is not phase:
        raise NotFound("That retro has gone on meanwhile. `/retro next` looks at it anew.")
    return retro


async def _go_on(interaction: Interaction, retro_id: int, phase: Phase) -> None:
    retro = await as_organiser(interaction).act(steering.go_on, retro_id, phase)
    await _show(interaction, retro, f"Now: *{NAMES[retro.phase]}*.")


async def _show(interaction: Interaction, retro: Retro, said: str) -> None:
    """Answer with where the retro stands, and bring what the group sees up to date."""
    await rerender(interaction, steering_panel(retro, said))
    await public_panels.refresh(interaction.client, PANEL, retro.guild_id, retro.id)
    if retro.summary is not None:
        await public_panels.refresh(interaction.client, SUMMARY, retro.guild_id, retro.id)
