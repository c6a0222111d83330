"""Topics whose terms lead to primers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.plans.values import Term
from cogs.common.text import escape, link_to


def with_primers(topic: str, glossary: Sequence[Term]) -> str:
    """A topic in which each term of the glossary leads to the first of its links (P14)."""
    primers = {term.term.casefold(): term.links[0].url for term in glossary if term.links}
    if not primers:
        return escape(topic)
    names = sorted(map(re.escape, primers), key=len, reverse=True)
    parts = re.split(rf"(?<!\w)({'|'.join(names)})(?!\w)", topic, flags=re.IGNORECASE)
    # Every other part is a term.
    return "".join(
        link_to(escape(part), primers[part.casefold()]) if number % 2 else _between(part)
        for number, part in enumerate(parts)
    )


def _between(text: str) -> str:
    """Text beside a link, harmless, with the blanks at its ends."""
    inner = text.strip()
    if not inner:
        return text
    begins = text.index(inner)
    return f"{text[:begins]}{escape(inner)}{text[begins + len(inner) :]}"
