"""What the buttons of a vote do: open one's ballot, cast it, and check it afterwards."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Concatenate, ParamSpec

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import UserError
from bot.groups.values import MemberCaller
from bot.papers import ballot_service
from bot.papers.values import Ballot
from cogs.common.callers import as_member
from cogs.common.reply import reply, rerender, rerender_public
from cogs.common.routes import Interaction, chosen, chosen_one
from cogs.papers import panels
from cogs.papers.ballot_panels import ballot_panel
from cogs.papers.routes import BALLOT, CHECK, RANK, SCORE, START_OVER, VOTE

P = ParamSpec("P")


async def show_open_ballot(interaction: Interaction) -> None:
    """Answer with the member's ballot of the round that is open.

    Raises:
        NotFound: no vote is open.
    """
    ballot = await as_member(interaction).read(ballot_service.open_ballot)
    await reply(interaction, ballot_panel(ballot, interaction.client.clock.now()))


@VOTE.press
async def vote(interaction: Interaction, round_id: int) -> None:
    """Open one's ballot; on a closed round the panel is brought up to date."""
    now = interaction.client.clock.now()
    ballot = await as_member(interaction).read(ballot_service.ballot, round_id)
    if not ballot.round.takes_ballots(now):
        shortlist = panels.shortlist_panel(ballot.round, now)
        await rerender_public(interaction, shortlist, ballot.round.shortlist)
        raise ballot_service.VoteClosed(ballot_service.closed_text(ballot.round))
    await reply(interaction, ballot_panel(ballot, now))


@CHECK.press
async def check(interaction: Interaction, round_id: int) -> None:
    """Show one's own ballot, as it was counted; in a message of its own, below a result."""
    ballot = await as_member(interaction).read(ballot_service.ballot, round_id)
    await reply(interaction, ballot_panel(ballot, interaction.client.clock.now()))


@BALLOT.press
async def cast(interaction: Interaction, round_id: int) -> None:
    await _act(interaction, round_id, ballot_service.cast, chosen(interaction))


@RANK.press
async def rank(interaction: Interaction, round_id: int, place: int) -> None:
    await _act(interaction, round_id, ballot_service.rank, place, chosen_one(interaction))


@SCORE.press
async def score(interaction: Interaction, round_id: int, key: str) -> None:
    picked = chosen_one(interaction)
    if not (picked.isascii() and picked.isdecimal() and len(picked) == 1):
        raise UserError("That is no score. Pick one from the list.")
    await _act(interaction, round_id, ballot_service.score, key, int(picked))


@START_OVER.press
async def start_over(interaction: Interaction, round_id: int) -> None:
    await _act(interaction, round_id, ballot_service.start_over)


async def _act(
    interaction: Interaction,
    round_id: int,
    use_case: Callable[Concatenate[AsyncSession, MemberCaller, int, P], Awaitable[Ballot]],
    *args: P.args,
    **kwargs: P.kwargs,
) -> None:
    """Change one's ballot and show it."""
    member = as_member(interaction)
    try:
        ballot = await member.act(use_case, round_id, *args, **kwargs)
    except ballot_service.VoteClosed:
        # The panel then says so itself, with the ballot as it stands.
        ballot = await member.read(ballot_service.ballot, round_id)
    await rerender(interaction, ballot_panel(ballot, interaction.client.clock.now()))
