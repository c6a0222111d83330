"""Addresses of feeds and of their entries: one spelling for what is one thing. Pure."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import quote, unquote, urljoin, urlsplit

from bot.errors import UserError
from bot.inputs.links import clean_link, in_text

_FEED_SCHEME = re.compile(r"\Afeed:(?://)?(?=https?://)|\Afeed://", re.IGNORECASE)
_PORTS = {"http": 80, "https": 443}
_SAFE = "/:@!$&'()*+,;=~-._"


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


def address_key(url: str) -> str:
    """The same for two spellings of one address, as 64 hex digits.

    The scheme, ``www.``, the case of the host, a fragment, and a slash at the end do not matter.
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").rstrip(".").removeprefix("www.")
    try:
        host = host.encode("idna").decode()
    except UnicodeError:
        host = host.casefold()
    port = "" if parts.port in (None, _PORTS.get(parts.scheme)) else f":{parts.port}"
    path = quote(unquote(parts.path), safe=_SAFE).rstrip("/")
    return key_of(f"{host}{port}{path}?{in_text(parts.query)}")


def key_of(*texts: str) -> str:
    """64 hex digits that stand for these texts."""
    return hashlib.sha256("\0".join(texts).encode("utf-8", "surrogatepass")).hexdigest()


def item_link(link: str, base: str) -> str | None:
    """Where an entry leads, from what its feed says; None where that is no page of the web."""
    one_line = re.sub(r"[\r\n\t]+", "", link).strip().replace(" ", "%20")
    if not one_line:
        return None
    try:
        return clean_link(urljoin(base, one_line))
    except (UserError, ValueError):
        return None


def host_of(url: str) -> str:
    """The name of an address's site, for people."""
    return (urlsplit(url).hostname or url).removeprefix("www.")
