"""Addresses of feeds and of their entries as people paste them and feeds write them. Pure."""

from __future__ import annotations

import re
from urllib.parse import urljoin

from bot.errors import UserError
from bot.inputs.links import clean_link

_FEED_SCHEME = re.compile(r"\Afeed:(?://)?(?=https?://)|\Afeed://", re.IGNORECASE)


def feed_address(typed: str) -> str:
    """The address of a feed as a person pastes it; ``feed:`` before it does no harm.

    Raises:
        UserError: it is no web address; it carries what was typed.
    """
    try:
        address = clean_link(_FEED_SCHEME.sub("", typed.strip()))
    except UserError as error:
        error.typed = typed
        raise
    if address is None:
        raise UserError("A newsletter needs the address of its RSS or Atom feed.", typed=typed)
    return address


def item_link(link: str, base: str) -> str | None:
    """Where an entry leads, from what its feed says; None where that is no page of the web."""
    one_line = re.sub(r"[\r\n\t]+", "", link).strip().replace(" ", "%20")
    if not one_line:
        return None
    try:
        return clean_link(urljoin(base, one_line))
    except (UserError, ValueError):
        return None
