"""What buttons, selects and the form of papers do; the commands do the same by keyboard."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import NotFound, UserError
from bot.groups import service as groups
from bot.papers import archive, intake, nominations, rounds, voting
from bot.scheduling import upcoming
from cogs.common.access import group_of, is_organiser
from cogs.common.forms import Form, text_field
from cogs.common.reply import reply, rerender
from cogs.common.routes import Interaction, Routes, chosen, snowflake
from cogs.common.text import stamp
from cogs.papers import panels
from cogs.papers.feed_notes import notes
from cogs.papers.lookup import ArxivLookup

routes = Routes()

MAX_TYPED = 300


async def show_picks(interaction: Interaction) -> None:
    """The open shortlist or the last result; organisers also see how the feeds are."""
    bot = interaction.client
    async with bot.db.read() as session:
        group = await groups.get_group(session, await group_of(interaction, session))
        found = await archive.latest(session, group.guild_id)
        feeds = await intake.feeds(session, group.categories)
        opens_at = await _next_opening(session, group.guild_id)
    seen = notes(feeds, found) if is_organiser(interaction) else ()
    await reply(interaction, panels.picks_panel(found, bot.clock.now(), opens_at, seen))


async def show_history(interaction: Interaction) -> None:
    """The newest page of what the group discussed, privately."""
    async with interaction.client.db.read() as session:
        guild_id = await group_of(interaction, session)
        page = await archive.history(session, guild_id, 0)
    await reply(interaction, panels.history_panel(page))


async def show_open_ballot(interaction: Interaction) -> None:
    """The member's ballot of the round that is open.

    Raises:
        NotSetUp: they have not joined.
        NotFound: no vote is open.
    """
    bot = interaction.client
    now = bot.clock.now()
    async with bot.db.read() as session:
        guild_id = await group_of(interaction, session)
        await groups.get_member(session, guild_id, interaction.user.id)
        found = await archive.latest(session, guild_id)
        if found is None or not found.takes_ballots(now):
            raise NotFound(await _no_vote_text(session, guild_id))
        ballot = await voting.ballot(session, guild_id, found.id, interaction.user.id)
    await reply(interaction, panels.ballot_panel(ballot, now))


async def nominate(interaction: Interaction, typed: str) -> None:
    """Nominate the paper that was typed; looked up at arXiv when no feed brought it.

    Raises:
        UserError: there is no id in it, arXiv does not know it or does not answer.
    """
    bot = interaction.client
    key = nominations.read_key(typed)
    async with bot.db.read() as session:
        guild_id = await group_of(interaction, session)
        await groups.get_member(session, guild_id, interaction.user.id)
        paper = await nominations.known(session, key)
    entry = None
    if paper is None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        entry = await ArxivLookup.of(bot).find(key, typed=typed)
    now = bot.clock.now()
    async with bot.db.begin() as session:
        if entry is not None:
            await intake.remember(session, entry, now)
        result = await nominations.nominate(session, guild_id, interaction.user.id, key, now=now)
        found = await archive.latest(session, guild_id)
    await reply(interaction, panels.nominated_panel(result, found))


@routes.press(panels.VOTE, snowflake)
async def vote(interaction: Interaction, round_id: int) -> None:
    """Open one's ballot; on a closed round the panel is brought up to date."""
    bot = interaction.client
    now = bot.clock.now()
    async with bot.db.read() as session:
        guild_id = await group_of(interaction, session)
        ballot = await voting.ballot(session, guild_id, round_id, interaction.user.id)
    if not ballot.round.takes_ballots(now):
        await rerender(interaction, panels.shortlist_panel(ballot.round, now))
        raise voting.VoteClosed(voting.closed_text(ballot.round))
    await reply(interaction, panels.ballot_panel(ballot, now))


@routes.press(panels.BALLOT, snowflake)
async def cast(interaction: Interaction, round_id: int) -> None:
    """Replace one's ballot by what is picked now."""
    bot = interaction.client
    now = bot.clock.now()
    try:
        async with bot.db.begin() as session:
            guild_id = await group_of(interaction, session)
            ballot = await voting.cast(
                session, guild_id, round_id, interaction.user.id, chosen(interaction), now=now
            )
    except voting.VoteClosed:
        # The panel then says so itself, with the ballot as it stands.
        async with bot.db.read() as session:
            ballot = await voting.ballot(session, guild_id, round_id, interaction.user.id)
    await rerender(interaction, panels.ballot_panel(ballot, now))


@routes.press(panels.SUGGEST, int)
async def suggest(interaction: Interaction, _round_id: int) -> None:
    """Open the form for a nomination."""
    field = text_field(
        "paper",
        "arXiv id or link",
        hint="Of any age. It stands first on the next shortlist.",
        example="2203.02155 or https://arxiv.org/abs/2203.02155",
        max_length=MAX_TYPED,
    )
    await interaction.response.send_modal(Form("Nominate a paper", panels.NOMINATE, fields=[field]))


@routes.form(panels.NOMINATE)
async def submitted(interaction: Interaction, fields: dict[str, Any]) -> None:
    """Nominate what the form holds."""
    await nominate(interaction, str(fields.get("paper", "")))


@routes.press(panels.RESULT, snowflake)
async def result(interaction: Interaction, round_id: int) -> None:
    """How a closed round was decided, privately."""
    async with interaction.client.db.read() as session:
        guild_id = await group_of(interaction, session)
        found = await archive.get(session, guild_id, round_id)
    if found.winner is None:
        # Forged, or an opened round's id: totals stay hidden until the close.
        raise UserError("This vote is still open. Totals show at close.")
    await reply(interaction, panels.details_panel(found))


@routes.press(panels.HISTORY)
async def history(interaction: Interaction) -> None:
    """Show the history privately."""
    await show_history(interaction)


@routes.press(panels.PAST, int)
async def past(interaction: Interaction, page: int) -> None:
    """Turn a page of the history."""
    async with interaction.client.db.read() as session:
        guild_id = await group_of(interaction, session)
        found = await archive.history(session, guild_id, page)
    await rerender(interaction, panels.history_panel(found))


async def _next_opening(session: AsyncSession, guild_id: int) -> datetime | None:
    ahead = await upcoming(session, guild_id, kinds=[rounds.OPEN], limit=1)
    return ahead[0].at if ahead else None


async def _no_vote_text(session: AsyncSession, guild_id: int) -> str:
    opens_at = await _next_opening(session, guild_id)
    when = f" The next one opens {stamp(opens_at, 'F')}." if opens_at else ""
    return f"No vote is open.{when} `/paper nominate` puts a paper on its list."
