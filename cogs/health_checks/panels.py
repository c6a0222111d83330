"""The form of a health check, what its members see of their answer, and what the group sees."""

from __future__ import annotations

import discord

from bot.figures import FLOOR, out_of
from bot.health_checks.values import HIGHEST, ITEMS, LOWEST, Answered, HealthFigure, Levels
from cogs.common.feature import PanelAddition
from cogs.common.forms import Form, radio_field
from cogs.common.panels import ONLY_YOU, Panel, button, buttons
from cogs.common.routes import CustomId
from cogs.common.text import stamp
from cogs.health_checks.routes import ANSWER, CHANGE, TAKE_BACK, TREND
from cogs.health_checks.style import ACCENT

PRIVACY = f"Anonymous. The group sees means, from {FLOOR} answers on."
_SCALE = ("not at all", "a little", "partly", "mostly", "fully")
_TITLE = "Health check"


def form(sent_to: CustomId, before: Levels | None = None) -> Form:
    """The five sentences, each with its scale; ``before`` is what was chosen last."""
    fields = []
    for place, item in enumerate(ITEMS):
        options = [
            discord.RadioGroupOption(
                label=f"{level} · {words}",
                value=str(level),
                default=before is not None and before[place] == level,
            )
            for level, words in enumerate(_SCALE, start=LOWEST)
        ]
        hint = PRIVACY if place == 0 else None
        fields.append(radio_field(item.key, item.sentence, options, hint=hint))
    return Form(_TITLE, sent_to, fields=fields)


def answered_panel(answered: Answered, *, again: bool = False) -> Panel:
    """The answer to an answer, with the one way to change it."""
    chosen = " · ".join(
        f"{item.name} {level}" for item, level in zip(ITEMS, answered.levels, strict=True)
    )
    thanks = "Changed" if again else "Thank you"
    key = (answered.retro_id, answered.secret)
    return Panel(
        ACCENT,
        f"**{thanks}**\n{chosen}\nUntil {stamp(answered.closes_at)} you can change this or take it "
        "back, by these buttons only: keep this message. Which answer is yours is stored nowhere.",
        buttons(
            button("Change", CHANGE(*key)),
            button("Take back", TAKE_BACK(*key), style=discord.ButtonStyle.danger),
        ),
        small_print=f"{PRIVACY} {ONLY_YOU}",
    )


def taken_back_panel(retro_id: int) -> Panel:
    """Said once an answer is gone."""
    return Panel(
        ACCENT,
        "Your answer is gone, and counts nowhere.",
        buttons(button("Answer", ANSWER(retro_id))),
        small_print=ONLY_YOU,
    )


def offered(retro_id: int) -> PanelAddition:
    """What stands on the panel of a retro while its health check is open."""
    return PanelAddition(acts=[button(_TITLE, ANSWER(retro_id))])


def shown(figure: HealthFigure) -> PanelAddition:
    """What stands in the summary of a retro whose health check has a figure."""
    lines = [f"**{_TITLE}** · {out_of(figure.answers, figure.members)} answered"]
    for item in ITEMS:
        if item.key in figure.means:
            mean = figure.means[item.key]
            lines.append(f"{_bar(mean)} {mean:.1f}  {item.sentence}")
    return PanelAddition(rows=["\n".join(lines)], acts=[button("Trend", TREND())])


def too_few() -> PanelAddition:
    """What stands there without one."""
    return PanelAddition(rows=[f"**{_TITLE}** · too few answers"], is_empty=True)


def _bar(mean: float) -> str:
    full = round(mean)
    return "▰" * full + "▱" * (HIGHEST - full)
