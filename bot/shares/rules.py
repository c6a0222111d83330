"""What a share may say, and what a message offers for one. Pure."""

from __future__ import annotations

import re
from datetime import date, tzinfo
from enum import StrEnum
from typing import TypeVar

from bot.errors import UserError
from bot.inputs.dates import past_date
from bot.inputs.links import clean_link
from bot.inputs.text import cut, visible_line, visible_text
from bot.shares.values import Audience, ShareKind, ShareText

Kind = TypeVar("Kind", bound=StrEnum)

MAX_TITLE = 120
MAX_SHARES = 500
"""How many a member can have logged in a group."""

_EARLIEST = date(1970, 1, 1)
_LINK = re.compile(r"https?://[^\s<>]+", re.IGNORECASE)
_MENTION = re.compile(r"<(?:@[!&]?|#)\d+>|<t:-?\d+(?::[a-zA-Z])?>|<a?:\w+:\d+>")
_TITLED = re.compile(r"\[([^\]\n]+)\]\(<?https?://[^\s<>)]+>?\)")
# What a sentence around it ends with.
_TRAILING = ".,;:!?'\"*_~|…’”»。，、！？；：）」』】"
# Of a list, a heading, or what introduced the link.
_AROUND = " #>-*()[]:"


def share_text(
    *, kind: str, title: str, link: str, day: str, audience: str, today: date, zone: tzinfo
) -> ShareText:
    """A share as it is kept, from what somebody typed; without a date it came out today.

    Raises:
        UserError: something is missing, too long, unreadable, or ahead; it carries what was typed.
    """
    typed = "\n\n".join(filter(None, (link, title, day)))
    try:
        kept_link = clean_link(link)
        if kept_link is None:
            raise UserError("A share needs the link where others find it, such as `https://…`.")
        return ShareText(
            _one_of(ShareKind, kind, "Choose what it is: a blog post, a talk, a video or code."),
            _title(title),
            kept_link,
            _day(day, today=today, zone=zone),
            _one_of(Audience, audience, "Choose whom it speaks to."),
        )
    except UserError as error:
        error.typed = typed
        raise


def proposed_title(content: str) -> str:
    """What a share made of a message could be called: its first words, and nobody it mentions."""
    text = _LINK.sub(_after_link, _TITLED.sub(r"\1", _MENTION.sub(" ", content)))
    lines = (visible_line(line).strip(_AROUND) for line in visible_text(text).splitlines())
    return cut(next(filter(None, lines), ""), MAX_TITLE)


def proposed_link(content: str) -> str | None:
    """The first link that a message names, without what the sentence around it ends with."""
    for found in _LINK.finditer(content):
        try:
            return clean_link(_within_brackets(found[0]).rstrip(_TRAILING))
        except UserError:
            continue
    return None


def _after_link(found: re.Match[str]) -> str:
    return " " + found[0][len(_within_brackets(found[0])) :]


def _within_brackets(link: str) -> str:
    """Up to the bracket that closes one which was open before the link, as Discord reads it."""
    depth = 0
    for place, sign in enumerate(link):
        depth += (sign == "(") - (sign == ")")
        if depth < 0:
            return link[:place]
    return link


def _title(title: str) -> str:
    line = visible_line(title)
    if not line:
        raise UserError("A share needs a title, so that others know what it is about.")
    if len(line) > MAX_TITLE:
        raise UserError(f"That title has {len(line):,} characters, and one holds {MAX_TITLE}.")
    return line


def _day(text: str, *, today: date, zone: tzinfo) -> date:
    if not visible_line(text):
        return today
    day = past_date(text, today=today, zone=zone)
    if day > today:
        raise UserError("That date is ahead. Log it once it is out; `today` is fine.")
    if day < _EARLIEST:
        raise UserError("That date is too long ago. Type when it came out, such as `2026-03-02`.")
    return day


def _one_of(kinds: type[Kind], text: str, refusal: str) -> Kind:
    try:
        return kinds(text)
    except ValueError:
        raise UserError(refusal) from None
