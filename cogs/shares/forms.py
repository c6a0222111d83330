"""The form of a knowledge share."""

from __future__ import annotations

from collections.abc import Mapping

import discord

from bot.inputs.links import MAX_LINK
from bot.inputs.text import first_characters
from bot.shares.rules import MAX_TITLE, Kind
from bot.shares.values import Audience, Share, ShareKind
from cogs.common.forms import Form, radio_field, text_field
from cogs.common.routes import CustomId
from cogs.shares.routes import ADD, CHANGE

KINDS = {
    ShareKind.BLOG: "Blog post",
    ShareKind.TALK: "Talk",
    ShareKind.VIDEO: "Video",
    ShareKind.CODE: "Code",
    ShareKind.OTHER: "Something else",
}
AUDIENCES = {
    Audience.TECHNICAL: "For technical people",
    Audience.NON_TECHNICAL: "For everybody, without jargon",
}
_ONLY_YOURS = "Only you see it, until you show it to the group."
_DATE = 40
# Spaces and brackets around an address are typed too.
_TYPED_LINK = MAX_LINK + 100


def add_form(link: str = "", title: str = "", *, from_message: bool = False) -> Form:
    """A new share, begun with a link and a title where these are known."""
    hint = "Who wrote the message is not named." if from_message else _ONLY_YOURS
    return _form(ADD(), "Log a knowledge share", link=link, title=title, hint=hint)


def change_form(share: Share) -> Form:
    """A share as it stands, to be changed."""
    text = share.text
    hint = "The group sees what you change." if share.is_released else _ONLY_YOURS
    return _form(
        CHANGE(share.id),
        "Change a knowledge share",
        link=text.link,
        title=text.title,
        day=text.day.isoformat(),
        kind=text.kind,
        audience=text.audience,
        hint=hint,
    )


def _form(
    custom_id: CustomId,
    heading: str,
    *,
    link: str,
    title: str,
    hint: str,
    day: str = "",
    kind: ShareKind = ShareKind.BLOG,
    audience: Audience = Audience.TECHNICAL,
) -> Form:
    return Form(
        heading,
        custom_id,
        fields=[
            text_field(
                "link",
                "Link",
                hint="Where others find it.",
                example="https://…",
                default=first_characters(link, _TYPED_LINK) or None,
                max_length=_TYPED_LINK,
            ),
            text_field(
                "title",
                "Title",
                hint=hint,
                example="What PAC learning taught me",
                default=title or None,
                max_length=MAX_TITLE,
            ),
            radio_field("kind", "What is it?", _options(KINDS, kind)),
            radio_field("audience", "Whose language does it speak?", _options(AUDIENCES, audience)),
            text_field(
                "day",
                "When did it come out?",
                hint="Empty: today.",
                example="2026-03-02, yesterday, last friday",
                default=day or None,
                required=False,
                max_length=_DATE,
            ),
        ],
    )


def _options(labels: Mapping[Kind, str], chosen: Kind) -> list[discord.RadioGroupOption]:
    return [
        discord.RadioGroupOption(label=label, value=each.value, default=each is chosen)
        for each, label in labels.items()
    ]
