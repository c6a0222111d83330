"""What is stored about a person, as the features declare it, in words that fit a message."""

from __future__ import annotations

from collections.abc import Sequence

from bot.client import Syllabot
from bot.feature import Stored
from bot.privacy import AFTERWARDS, HEADING, OPERATOR, declared, entry, folded, terms_of

_TITLE = f"**{HEADING}**"
_ENDING = f"{OPERATOR} {AFTERWARDS}"


def everything_stored(bot: Syllabot) -> list[Stored]:
    """What all features that run store, in their order."""
    return declared(feature.data for feature in bot.features)


def stored_pages(stored: Sequence[Stored], *, limit: int) -> list[str]:
    """All of it with its reasons, each page of at most ``limit`` characters."""
    room = limit - len(_TITLE) - len(_ENDING) - 2
    pages: list[str] = []
    page = ""
    for together in folded(stored):
        terms = terms_of(together[0])
        fresh = True
        for each in together:
            item = f"- {entry(each)}"
            added = f"{terms}\n{item}" if fresh or not page else item
            if page and len(page) + len(added) + 1 > room:
                pages.append(page)
                page, added = "", f"{terms}\n{item}"
            page = f"{page}\n{added}" if page else added
            fresh = False
    pages.append(page)
    return ["\n".join(filter(None, (_TITLE, page, _ENDING))) for page in pages]
