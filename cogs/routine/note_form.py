"""The form of a day's note: what the prompt asks is its label."""

from __future__ import annotations

from bot.routine import rules
from bot.routine.values import MAX_NOTE, PromptDay
from cogs.common.forms import Form, checkbox_field, text_field
from cogs.common.text import cut
from cogs.routine.routes import NOTE

_LABEL, _HINT = 45, 100
_WHO_SEES = "Only you see it."


def note_form(day: PromptDay, origin: str) -> Form:
    """The answer to a day's question, before *Done* or, with the box ticked, along with it."""
    question = "" if day.prompt is None else rules.asked(rules.in_two(day.prompt.text)[1])
    is_open, has_note = not day.is_answered, day.entry is not None
    ends = " Leave it empty to remove the note." if has_note else ""
    about = f"{_WHO_SEES}{ends}"
    field = text_field(
        "note",
        cut(question, _LABEL) or "What happened?",
        hint=cut(question, _HINT) if len(question) > _LABEL else about,
        example=about,
        default=day.entry.note if day.entry else None,
        long=True,
        required=not has_note,
        max_length=MAX_NOTE,
    )
    title = "Your answer" if is_open else "A note for this day"
    fields = [field]
    if is_open:
        fields.append(
            checkbox_field(
                "done",
                "Mark the day done",
                hint="Untick it to keep the note and answer the day later.",
                default=True,
            )
        )
    return Form(title, NOTE(day.member.guild_id, day.date, origin), fields=fields)
