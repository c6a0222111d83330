"""The forms of a rating: levels in words, five axes at a time, and the two questions."""

from __future__ import annotations

from collections.abc import Mapping

from bot.competency.rules import field_of
from bot.competency.values import MAX_ANSWER, AxisToRate, Sheet
from cogs.common.forms import Form, text_field
from cogs.common.levels import level_field
from cogs.common.text import plural
from cogs.competency.routes import ANSWER, RATE


def levels_form(sheet: Sheet, part: int, guild_id: int) -> Form:
    """The axes of a part, each with the level of last time and what was done since."""
    fields = [
        level_field(
            field_of(each.axis),
            each.axis.title,
            each.axis.levels,
            hint=_hint(each),
            chosen=each.level,
        )
        for each in sheet.parts[part]
    ]
    title = f"Where do you stand? {part + 1} of {len(sheet.parts)}"
    return Form(title, RATE(guild_id, part), fields=fields)


def answers_form(sheet: Sheet, guild_id: int) -> Form:
    """The plan's two questions, with what was answered."""
    rating = sheet.rating
    return Form(
        f"Look back on {sheet.quarter}",
        ANSWER(guild_id),
        fields=[
            text_field(
                "grown",
                sheet.questions.grown,
                hint="Only you see it.",
                example="I deploy without help now, and write tests first.",
                default=rating.grown if rating else None,
                long=True,
                required=False,
                max_length=MAX_ANSWER,
            ),
            text_field(
                "focus",
                sheet.questions.focus,
                hint="One or two axes are enough.",
                example="Ethics: an audit of my main project.",
                default=rating.focus if rating else None,
                long=True,
                required=False,
                max_length=MAX_ANSWER,
            ),
        ],
    )


def say_evidence(kinds: Mapping[str, int]) -> str:
    """``2 milestones, 1 review``; empty for none."""
    return ", ".join(plural(count, kind) for kind, count in sorted(kinds.items()))


def _hint(each: AxisToRate) -> str:
    """What helps to choose: the level before, what was done since, else what the axis is about."""
    done = say_evidence(each.evidence)
    if each.before is not None:
        return f"Last time {each.before} · since then {done or 'nothing on record'}"
    said = f"On record: {done}" if done else each.axis.text
    return f"The axis was edited: rate it anew · {said}" if each.is_rewritten else said
