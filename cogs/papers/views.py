"""What buttons, selects and the form of papers do; the commands do the same by keyboard."""

from __future__ import annotations

from bot.papers import ballot_service, nominations, queries
from cogs.common.access import is_organiser
from cogs.common.callers import as_insider, as_member
from cogs.common.deferral import think
from cogs.common.forms import Form, text_field
from cogs.common.reply import open_form, reply, rerender, rerender_public
from cogs.common.routes import Fields, Interaction, chosen
from cogs.papers import panels
from cogs.papers.arxiv import Arxiv
from cogs.papers.feed_notes import notes
from cogs.papers.routes import (
    AGAIN,
    BALLOT,
    HISTORY,
    NOMINATE,
    PAST,
    RESULT,
    SUGGEST,
    VOTE,
    WITHDRAW,
)

MAX_TYPED = 300


async def show_picks(interaction: Interaction) -> None:
    """Answer with the open shortlist or the last result; organisers also see how the feeds are."""
    seen = await as_insider(interaction).read(queries.overview)
    told = notes(seen) if is_organiser(interaction) else ()
    await reply(interaction, panels.picks_panel(seen, interaction.client.clock.now(), told))


async def show_open_ballot(interaction: Interaction) -> None:
    """Answer with the member's ballot of the round that is open.

    Raises:
        NotFound: no vote is open.
    """
    ballot = await as_member(interaction).read(ballot_service.open_ballot)
    await reply(interaction, panels.ballot_panel(ballot, interaction.client.clock.now()))


async def nominate(interaction: Interaction, typed: str) -> None:
    """Nominate the paper that was typed; looked up at arXiv when no feed brought it.

    Raises:
        UserError: there is no id in it, arXiv does not know it or does not answer.
    """
    key = nominations.read_key(typed)
    found = None
    if await as_member(interaction).read(nominations.known, key) is None:
        await think(interaction)
        found = await interaction.client.part(Arxiv).find(key, typed=typed)
    nominated = await as_member(interaction).act(nominations.nominate, key, found=found)
    await reply(interaction, panels.nominated_panel(nominated))


@VOTE.press
async def vote(interaction: Interaction, round_id: int) -> None:
    """Open one's ballot; on a closed round the panel is brought up to date."""
    now = interaction.client.clock.now()
    ballot = await as_member(interaction).read(ballot_service.ballot, round_id)
    if not ballot.round.takes_ballots(now):
        shortlist = panels.shortlist_panel(ballot.round, now)
        await rerender_public(interaction, shortlist, ballot.round.shortlist)
        raise ballot_service.VoteClosed(ballot_service.closed_text(ballot.round))
    await reply(interaction, panels.ballot_panel(ballot, now))


@BALLOT.press
async def cast(interaction: Interaction, round_id: int) -> None:
    member = as_member(interaction)
    try:
        ballot = await member.act(ballot_service.cast, round_id, chosen(interaction))
    except ballot_service.VoteClosed:
        # The panel then says so itself, with the ballot as it stands.
        ballot = await member.read(ballot_service.ballot, round_id)
    await rerender(interaction, panels.ballot_panel(ballot, interaction.client.clock.now()))


@SUGGEST.press
async def suggest(interaction: Interaction, _round_id: int) -> None:
    await suggest_again(interaction)


@NOMINATE.press
async def suggest_again(interaction: Interaction) -> None:
    field = text_field(
        "paper",
        "arXiv id or link",
        hint="Of any age, one a week each. The oldest two stand first on the next shortlist.",
        example="2203.02155 or https://arxiv.org/abs/2203.02155",
        max_length=MAX_TYPED,
    )
    await open_form(interaction, Form("Nominate a paper", NOMINATE(), fields=[field]))


@NOMINATE.form
async def submitted(interaction: Interaction, fields: Fields) -> None:
    await nominate(interaction, fields.get("paper", ""))


@AGAIN.press
async def nominate_again(interaction: Interaction, key: str) -> None:
    nominated = await as_member(interaction).act(nominations.nominate, key, again=True)
    await rerender(interaction, panels.nominated_panel(nominated))


@WITHDRAW.press
async def withdraw(interaction: Interaction, key: str) -> None:
    paper = await as_member(interaction).act(nominations.withdraw, key)
    await rerender(interaction, panels.nomination_withdrawn_panel(paper))


@RESULT.press
async def result(interaction: Interaction, round_id: int) -> None:
    found = await as_insider(interaction).read(queries.result, round_id)
    await reply(interaction, panels.details_panel(found))


@HISTORY.press
async def history(interaction: Interaction) -> None:
    page = await as_insider(interaction).read(queries.history, 0)
    await reply(interaction, panels.history_panel(page))


@PAST.press
async def past(interaction: Interaction, page: int) -> None:
    found = await as_insider(interaction).read(queries.history, page)
    await rerender(interaction, panels.history_panel(found))
