"""The forms of actions: a new one, and another date."""

from __future__ import annotations

from bot.actions.rules import MAX_ACTION
from cogs.actions.routes import ADD, ADD_FROM
from cogs.common.forms import Form, person_field, text_field
from cogs.common.routes import CustomId
from cogs.common.text import cut

_TITLE = 45
_DATE_HINT = "A date, a weekday, or a few words"
_DATE_EXAMPLE = "2026-12-18, friday, in 2 weeks"


def action_form(retro_id: int) -> Form:
    """A new action; ``retro_id`` is 0 for one that came of no retro."""
    return _form(ADD(retro_id), None, None)


def message_form(channel_id: int, message_id: int, proposed: str) -> Form:
    """A new action made of a message, with the text that is proposed."""
    hint = "The message's link is kept with it; who wrote it is not named."
    return _form(ADD_FROM(channel_id, message_id), hint, proposed or None)


def _form(custom_id: CustomId, hint: str | None, proposed: str | None) -> Form:
    return Form(
        "New action",
        custom_id,
        fields=[
            text_field(
                "text",
                "What will be done",
                hint=hint,
                example="Move the Thursday call to 19:00",
                default=proposed,
                max_length=MAX_ACTION,
            ),
            person_field(
                "owner",
                "Owner",
                hint="You, or a member who is asked first. Empty: whoever takes it",
                required=False,
            ),
            text_field(
                "due",
                "Due date",
                hint=_DATE_HINT,
                example=_DATE_EXAMPLE,
                max_length=40,
            ),
        ],
    )


def date_form(custom_id: CustomId, text: str, default: str | None) -> Form:
    """Another date for an action that says ``text``."""
    field = text_field(
        "due",
        "Until when",
        hint=_DATE_HINT,
        example=_DATE_EXAMPLE,
        default=default,
        max_length=40,
    )
    return Form(cut(f"Date: {text}", _TITLE), custom_id, fields=[field])
