"""A server's support links: where its people find help, as organisers type it. Pure."""

from __future__ import annotations

from bot.errors import UserError
from bot.inputs.links import clean_link
from bot.inputs.text import visible_line, visible_text

MOST_LINES, MAX_LINE = 5, 200
MAX_TYPED = MOST_LINES * (MAX_LINE + 1)


def read_support(typed: str) -> tuple[str, ...]:
    """The lines of a text, each as it is kept: words, a link, or words that end in a link.

    Raises:
        UserError: they are too many or too long, or a link is none; it carries what was typed.
    """
    try:
        lines = [
            _line(line) for each in visible_text(typed).splitlines() if (line := visible_line(each))
        ]
    except UserError as error:
        error.typed = typed
        raise
    kept = tuple(dict.fromkeys(lines))
    if len(kept) > MOST_LINES:
        raise UserError(f"{MOST_LINES} lines fit, and these are {len(kept)}.", typed=typed)
    if any(len(each) > MAX_LINE for each in kept):
        raise UserError(f"A line holds {MAX_LINE} characters, and one is longer.", typed=typed)
    return kept


def words_and_link(line: str) -> tuple[str, str | None]:
    """A line that is kept, as its words and its link."""
    words, _, last = line.rpartition(" ")
    return (words, last) if _is_link(last) else (line, None)


def _line(line: str) -> str:
    words, _, last = line.rpartition(" ")
    if not _is_link(last):
        return line
    link = clean_link(last)
    return " ".join(part for part in (words.rstrip(" :-–"), link) if part)


def _is_link(word: str) -> bool:
    return "://" in word or word.lower().startswith("www.")
