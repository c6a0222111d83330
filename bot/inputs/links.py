"""Links as people paste them, as they stand in a text, and what tells one from another. Pure."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import quote, unquote, urlsplit

from bot.errors import UserError
from bot.inputs.text import ascii_signs, visible_line

MAX_LINK = 400
KEY_LENGTH = 64
"""Of what `key_of` and `address_key` give."""

_HOST = re.compile(r"\w(?:[\w-]*\w)?(?:\.\w(?:[\w-]*\w)?)*\.?")
# What may stand without https:// before it: a name with a dot whose last part is of letters.
_BARE = re.compile(r"(?:\w[\w-]*\.)+(?P<end>(?!\d)\w{2,})(?::\d+)?(?P<more>[/?#].*)?")
_SCHEME = re.compile(r"(?P<scheme>[a-z][a-z0-9+.-]*):", re.IGNORECASE)
# Ends of files that people attach, some of which are ends of sites too.
_FILES = (
    "csv",
    "docx",
    "html",
    "ipynb",
    "jpg",
    "json",
    "md",
    "pdf",
    "png",
    "py",
    "tex",
    "txt",
    "zip",
)
_PORTS = {"http": 80, "https": 443}
_SAFE = "/:@!$&'()*+,;=~-._"
# They would end a link that stands in a text, or change what stands around it.
_MEANINGFUL = re.compile(r"[()<>\[\]\\`|\"]")


def clean_link(link: str | None, note: str | None = None) -> str | None:
    """A link as it is kept, or None. Only web addresses; ``https`` where none is said.

    Raises:
        UserError: it is no such address or too long; it carries what was typed, ``note`` too.
    """
    text = visible_line(link or "")
    if text.startswith("<") and text.endswith(">"):
        text = text[1:-1].strip()
    if ascii_signs(text[:8]) != text[:8]:
        text = ascii_signs(text)
    if not text:
        return None
    if _is_bare(text):
        text = f"https://{text}"
    length = len(in_text(text))
    if length > MAX_LINK:
        problem = f"That link has {length:,} characters, and {MAX_LINK} fit."
    elif not _is_web_address(text):
        problem = _refusal(text)
    else:
        return text
    typed = "\n\n".join(part for part in (link, note) if part)
    raise UserError(f"{problem} Nothing was changed.", typed=typed)


def in_text(link: str) -> str:
    """``link`` as it stands in a text: it leads to the same place, and ends where it should."""
    return _MEANINGFUL.sub(lambda found: quote(found[0]), link)


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


def host_of(url: str) -> str:
    """The name of an address's site, for people."""
    return (urlsplit(url).hostname or url).removeprefix("www.")


def _is_bare(text: str) -> bool:
    """Whether only ``https://`` is missing; ``notes.pdf`` is more likely a file's name."""
    found = _BARE.fullmatch(text)
    return found is not None and (found["more"] is not None or found["end"].lower() not in _FILES)


def _is_web_address(text: str) -> bool:
    if any(c.isspace() or not c.isprintable() for c in text):
        return False
    try:
        parts = urlsplit(text)
        _port = parts.port
    except ValueError:
        return False
    host = parts.hostname or ""
    is_named = _HOST.fullmatch(host) is not None or "[" in parts.netloc
    return parts.scheme in ("http", "https") and is_named and "@" not in parts.netloc


def _refusal(text: str) -> str:
    found = _SCHEME.match(text)
    if found is not None and found["scheme"].lower() not in ("http", "https"):
        return "That is not a link I can keep: only web pages fit, which start with `https://`."
    return "That is not a link I can keep. One starts with `https://` and has no spaces."
