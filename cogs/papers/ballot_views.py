"""What the buttons of a vote do: open one's ballot, and cast it."""

from __future__ import annotations

from bot.papers import ballot_service
from cogs.common.callers import as_member
from cogs.common.reply import reply, rerender, rerender_public
from cogs.common.routes import Interaction, chosen
from cogs.papers import panels
from cogs.papers.ballot_panels import ballot_panel
from cogs.papers.routes import BALLOT, VOTE


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


@BALLOT.press
async def cast(interaction: Interaction, round_id: int) -> None:
    member = as_member(interaction)
    try:
        ballot = await member.act(ballot_service.cast, round_id, chosen(interaction))
    except ballot_service.VoteClosed:
        # The panel then says so itself, with the ballot as it stands.
        ballot = await member.read(ballot_service.ballot, round_id)
    await rerender(interaction, ballot_panel(ballot, interaction.client.clock.now()))
