"""What is stored about a person, as the features declare it, in words that fit a message."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.feature import FeatureData, Stored

HEADING = "**What I keep about you**"
AFTERWARDS = (
    "After you leave I write nothing more, and your data waits for a while in case you come back: "
    "`/leave` says how long. Then it is deleted. `/forget` deletes it at once."
)


def everything_stored(features: Iterable[FeatureData]) -> list[Stored]:
    """What all features store, in their order."""
    return [stored for feature in features for stored in feature.stored]


def stored_pages(stored: Sequence[Stored], *, limit: int) -> list[str]:
    """All of it with its reasons, each page of at most ``limit`` characters."""
    room = limit - len(HEADING) - len(AFTERWARDS) - 2
    pages: list[str] = []
    page = ""
    for together in _folded(stored):
        terms = _terms(together[0])
        fresh = True
        for each in together:
            entry = f"- {each.what}: {each.why}"
            added = f"{terms}\n{entry}" if fresh or not page else entry
            if page and len(page) + len(added) + 1 > room:
                pages.append(page)
                page, added = "", f"{terms}\n{entry}"
            page = f"{page}\n{added}" if page else added
            fresh = False
    pages.append(page)
    return ["\n".join(filter(None, (HEADING, page, AFTERWARDS))) for page in pages]


def _folded(stored: Sequence[Stored]) -> list[list[Stored]]:
    """What has the same readers and time together, in the order in which each comes first."""
    found: dict[tuple[str, str], list[Stored]] = {}
    for each in stored:
        found.setdefault((each.seen_by, each.how_long), []).append(each)
    return list(found.values())


def _terms(stored: Stored) -> str:
    return f"**Who sees it**: {stored.seen_by}. **For how long**: {stored.how_long}."
