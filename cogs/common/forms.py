"""Forms (modals): stateless, like buttons. The route of the submit is in the custom id."""

from __future__ import annotations

from collections.abc import Mapping

import discord
from discord import ui

from bot.inputs.text import first_characters
from cogs.common.routes import CustomId, for_one_form

# What a text input takes.
_LONGEST = 4000


class Form(ui.Modal):
    """A form of up to five fields that is answered by the route's handler.

    Each field is an input wrapped in a label; its ``custom_id`` names it in the handler's fields.
    """

    def __init__(self, title: str, custom_id: CustomId, *, fields: list[ui.Label[Form]]) -> None:
        """Build it; the title holds at most 45 characters. Its id is told from all others'."""
        super().__init__(title=title, custom_id=for_one_form(custom_id), timeout=None)
        for field in fields:
            self.add_item(field)

    def fill(self, texts: Mapping[int, str]) -> None:
        """Begin with these texts alone, by the place of their inputs among those for text."""
        inputs = [item for item in self.walk_children() if isinstance(item, ui.TextInput)]
        for place, field in enumerate(inputs):
            longest = field.max_length or _LONGEST
            field.default = first_characters(texts.get(place, ""), longest) or None

    def is_finished(self) -> bool:
        """Always: discord.py must not keep it, the route answers."""
        return True


def text_field(
    name: str,
    label: str,
    *,
    hint: str | None = None,
    example: str | None = None,
    default: str | None = None,
    long: bool = False,
    required: bool = True,
    max_length: int | None = None,
) -> ui.Label[Form]:
    """A line or (``long``) a paragraph of text."""
    return ui.Label(
        text=label,
        description=hint,
        component=ui.TextInput(
            custom_id=name,
            style=discord.TextStyle.paragraph if long else discord.TextStyle.short,
            placeholder=example,
            default=default,
            required=required,
            max_length=max_length,
        ),
    )


def choice_field(
    name: str,
    label: str,
    options: list[discord.SelectOption],
    *,
    hint: str | None = None,
    required: bool = True,
    at_most: int = 1,
) -> ui.Label[Form]:
    """A select of 1–25 options."""
    return ui.Label(
        text=label,
        description=hint,
        component=ui.Select(
            custom_id=name,
            options=options,
            required=required,
            min_values=1 if required else 0,
            max_values=at_most,
        ),
    )


def radio_field(
    name: str,
    label: str,
    options: list[discord.RadioGroupOption],
    *,
    hint: str | None = None,
    required: bool = True,
) -> ui.Label[Form]:
    """A choice of one among 2–10 options that all show; its value is a text."""
    return ui.Label(
        text=label,
        description=hint,
        component=ui.RadioGroup(custom_id=name, options=options, required=required),
    )


def checkbox_field(
    name: str, label: str, *, hint: str | None = None, default: bool = False
) -> ui.Label[Form]:
    """A box to tick; its value is True or False."""
    return ui.Label(
        text=label,
        description=hint,
        component=ui.Checkbox(custom_id=name, default=default),
    )


def person_field(
    name: str,
    label: str,
    *,
    hint: str | None = None,
    example: str | None = None,
    required: bool = True,
) -> ui.Label[Form]:
    """A choice of one person in the server; its value is a list with their id."""
    return ui.Label(
        text=label,
        description=hint,
        component=ui.UserSelect(
            custom_id=name,
            placeholder=example,
            required=required,
            min_values=1 if required else 0,
        ),
    )
