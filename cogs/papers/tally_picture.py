"""The tally of a closed round as a picture's data, and as files of its result."""

from __future__ import annotations

import io
import logging

import discord

from bot.charts import tally
from bot.client import Syllabot
from bot.errors import WorkerError
from bot.papers.receipts import receipts_of, stages
from bot.papers.values import Round
from bot.voting import StageKind
from bot.voting.receipts import as_text, file_name
from cogs.papers.round_text import out_in, short_finding

_UNITS = {
    StageKind.APPROVALS: "ballots that approve it",
    StageKind.CHOICES: "ballots, in the last round that it was in",
    StageKind.SCORES: "points in all",
}
_SECONDS = 15.0

log = logging.getLogger(__name__)


def tally_of(found: Round) -> tally.Tally:
    """The bars of a closed round's papers."""
    counted = stages(found)
    first = counted[0]
    won = found.winner.key if found.winner else None
    bars = []
    for pick in found.picks:
        key = pick.paper.key
        totals = [
            stage.totals[key]
            for stage in counted
            if key in stage.totals and stage.kind is first.kind
        ]
        bars.append(
            tally.Bar(
                pick.position,
                pick.paper.title,
                totals[0] if totals else 0,
                totals[-1] if totals else None,
                out_in(found, key),
                is_winner=key == won,
            )
        )
    return tally.Tally(tuple(bars), _UNITS[first.kind], short_finding(found))


async def picture_of(bot: Syllabot, found: Round) -> tuple[discord.File | None, str]:
    """The tally's picture and its description; None where it cannot be drawn: the words do."""
    data = tally_of(found)
    try:
        drawn = await bot.worker.run(tally.draw, data, timeout=_SECONDS)
    except WorkerError as error:
        log.warning("The tally stands in words alone: %s", error)
        return None, ""
    return discord.File(io.BytesIO(drawn), filename="tally.png"), tally.alt_text(data)


def receipts_file(found: Round) -> discord.File:
    """The public file of a closed round."""
    text = as_text(receipts_of(found))
    return discord.File(io.BytesIO(text.encode(errors="replace")), filename=file_name(found.period))
