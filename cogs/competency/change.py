"""How a finished rating moved: a picture, a table, the answers, and what follows."""

from __future__ import annotations

from bot.charts import radar
from bot.competency.rules import say_quarter
from bot.competency.values import Look, Rating
from cogs.common.panels import ONLY_YOU, Items, Panel, button, buttons
from cogs.common.pictures import reply_with_picture
from cogs.common.reply import reply
from cogs.common.routes import Interaction
from cogs.common.text import fit, one_line
from cogs.competency.forms import say_evidence
from cogs.competency.panels import count_rows, next_buttons
from cogs.competency.routes import SHOW
from cogs.competency.style import ACCENT

_ANSWER, _AXES = 800, 300


async def show_change(interaction: Interaction, look: Look, guild_id: int) -> None:
    """Answer with it; the picture only where there are axes enough to see one."""
    data, rows = radar_of(look), _rows(look, guild_id)
    words, table = radar.in_words(data), radar.table(data)
    if len(data.spokes) < radar.MIN_SPOKES:
        panel = Panel(ACCENT, f"```\n{table}\n```", fit(words, 500), *rows, small_print=ONLY_YOU)
        await reply(interaction, panel)
        return
    await reply_with_picture(
        interaction,
        ACCENT,
        radar.draw,
        data,
        words,
        radar.alt_text(data),
        table=table,
        rows=rows,
    )


def radar_of(look: Look) -> radar.Radar:
    """A rating beside the one before, as the picture shows it."""
    return radar.Radar(
        tuple(
            radar.Spoke(each.now.title, each.now.level, len(each.now.scale), each.before)
            for each in look.changes
        ),
        now=_name(look.rating),
        other=None if look.before is None else _name(look.before),
    )


def _name(rating: Rating) -> str:
    return say_quarter(rating.quarter) if rating.quarter is not None else "open"


def _rows(look: Look, guild_id: int) -> Items:
    rating, asked = look.rating, look.questions
    rows: Items = []
    rewritten = [each.now.title for each in look.changes if each.is_rewritten]
    if rewritten:
        names = one_line(", ".join(rewritten), _AXES)
        rows.append(f"Edited in the plan between the two, so not compared: {names}.")
    done = [
        f"- {one_line(each.now.title, 60)}: {say_evidence(look.evidence[each.now.axis])}"
        for each in look.changes
        if each.now.axis in look.evidence
    ]
    if done:
        since = "so far" if look.before is None else "since the rating before"
        rows.append("\n".join((f"**What you did {since}**", *done)))
    answers = ((asked.grown, rating.grown), (asked.focus, rating.focus))
    rows += [
        f"**{one_line(question, 60)}**\n{fit(answer, _ANSWER)}"
        for question, answer in answers
        if answer is not None
    ]
    rows += count_rows(look.plan_count, rating.number, guild_id)
    earlier, later = look.neighbours
    turns = [
        button(label, SHOW(guild_id, number))
        for label, number in (("Earlier", earlier), ("Later", later))
        if number is not None
    ]
    if turns:
        rows.append(buttons(*turns))
    return [*rows, next_buttons(guild_id)]
