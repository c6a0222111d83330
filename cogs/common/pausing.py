"""The ways to rest that more than one feature opens: the form for a pause, lighter weeks."""

from __future__ import annotations

from cogs.common.forms import Form, text_field
from cogs.common.routes import Route, snowflake

PAUSE = Route("me:pause", snowflake)
LIGHTER = Route("me:lighter", snowflake)
"""Each opens its form, and answers it. Key: the group's guild id."""


def pause_form(guild_id: int) -> Form:
    """Asks for the first day with prompts again and, for a pause that is planned, its first day."""
    until = text_field(
        "until",
        "First day with prompts again",
        hint="A date such as 2026-12-07, 7 December, friday, or in 2 weeks.",
        example="in 2 weeks",
        max_length=40,
    )
    first = text_field(
        "first",
        "First day of the pause",
        hint="Leave it empty to begin now; a date plans it ahead.",
        example="2026-12-21",
        required=False,
        max_length=40,
    )
    return Form("Pause prompts", PAUSE(guild_id), fields=[until, first])
