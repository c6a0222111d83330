"""Links as people paste them. Pure."""

from __future__ import annotations

from urllib.parse import urlsplit

from bot.errors import UserError

MAX_LINK = 400


def clean_link(link: str | None, note: str | None = None) -> str | None:
    """A link as it is kept, or None. Only web addresses, ``http`` and ``https``.

    Raises:
        UserError: it is no such address or too long; it carries what was typed, ``note`` too.
    """
    text = (link or "").strip()
    if not text:
        return None
    if len(text) > MAX_LINK:
        problem = f"That link has {len(text):,} characters, and {MAX_LINK} fit."
    elif not _is_web_address(text):
        problem = "That is not a link I can keep. One starts with `https://` and has no spaces."
    else:
        return text
    typed = "\n\n".join(part for part in (link, note) if part)
    raise UserError(f"{problem} Nothing was changed.", typed=typed)


def _is_web_address(text: str) -> bool:
    if any(c in "<>()\"'`|\\" or c.isspace() or not c.isprintable() for c in text):
        return False
    try:
        parts = urlsplit(text)
        _port = parts.port
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
