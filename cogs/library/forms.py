"""The forms of the library: a suggestion, a dead link, another in its place."""

from __future__ import annotations

import discord

from bot.inputs.links import MAX_LINK
from bot.library.rules import MAX_TEXT, MAX_TITLE
from bot.plans.values import Plan
from cogs.common.forms import Form, choice_field, radio_field, text_field
from cogs.common.text import cut
from cogs.library.routes import REPLACE, REPORT, SUGGEST
from cogs.library.style import KINDS

_BLOCKS = 25
# Spaces and brackets around an address are typed too.
_TYPED_LINK = MAX_LINK + 100


def suggest_form(plan: Plan) -> Form:
    """Something to learn from that the library lacks."""
    options = [
        discord.SelectOption(label=cut(f"{number} · {block.title}", 100), value=block.id)
        for number, block in enumerate(plan.blocks[:_BLOCKS], start=1)
    ]
    return Form(
        "Suggest for the library",
        SUGGEST(),
        fields=[
            text_field("url", "Link", example="https://…", max_length=_TYPED_LINK),
            text_field("title", "Title", example="Practical Deep Learning", max_length=MAX_TITLE),
            text_field(
                "text",
                "What does it help with?",
                hint="An organiser decides; everybody then sees it, without your name.",
                example="Short lessons with code.",
                max_length=MAX_TEXT,
            ),
            radio_field(
                "resource",
                "What is it?",
                [
                    discord.RadioGroupOption(label=name, value=kind.value)
                    for kind, name in KINDS.items()
                ],
            ),
            choice_field("block", "Which block does it help with?", options, required=False),
        ],
    )


def report_form(key: str, title: str) -> Form:
    """A link that is dead."""
    return Form(
        "Report a dead link",
        REPORT(key),
        fields=[
            text_field(
                "proposed",
                "Where is it now?",
                hint=f"{cut(title, 55)}. Empty is fine: an organiser looks for it.",
                example="https://…",
                required=False,
                max_length=_TYPED_LINK,
            )
        ],
    )


def replace_form(key: str, title: str, proposed: str = "") -> Form:
    """Another link in the place of one."""
    return Form(
        "Replace a link",
        REPLACE(key),
        fields=[
            text_field(
                "url",
                "Another address",
                hint=f"{cut(title, 70)}. Empty: it is called dead.",
                example="https://…",
                default=proposed or None,
                required=False,
                max_length=_TYPED_LINK,
            )
        ],
    )
