"""What buttons about shortlists and results do; the commands do the same by keyboard."""

from __future__ import annotations

from bot.papers import queries
from cogs.common.access import is_organiser
from cogs.common.callers import as_insider
from cogs.common.reply import reply
from cogs.common.routes import Interaction
from cogs.papers import organiser_panels, panels, result_panels
from cogs.papers.feed_notes import notes
from cogs.papers.routes import HISTORY, PAPER, RESULT
from cogs.papers.tally_picture import receipts_file


async def show_picks(interaction: Interaction) -> None:
    """Answer with the open shortlist or the last result; organisers also see how the feeds are."""
    seen = await as_insider(interaction).read(queries.overview)
    organises = await is_organiser(interaction)
    told = notes(seen) if organises else ()
    now = interaction.client.clock.now()
    panel = panels.picks_panel(
        seen,
        now,
        told,
        can_change=organises,
        organising=organiser_panels.organising(seen, now) if organises else None,
    )
    await reply(interaction, panel)


@RESULT.press
async def result(interaction: Interaction, round_id: int) -> None:
    found = await as_insider(interaction).read(queries.result, round_id)
    file = receipts_file(found)
    await reply(interaction, result_panels.details_panel(found, file), files=[file])


@HISTORY.press
async def history(interaction: Interaction) -> None:
    (show,) = (each.paper_history for each in interaction.client.features if each.paper_history)
    await show(interaction)


@PAPER.press
async def paper(interaction: Interaction, key: str) -> None:
    (show,) = (each.paper_page for each in interaction.client.features if each.paper_page)
    await show(interaction, key)
