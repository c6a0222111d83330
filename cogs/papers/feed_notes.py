"""How the feeds are, in a line each, for organisers (U4)."""

from __future__ import annotations

from collections.abc import Sequence

from bot.papers.health import Health
from bot.papers.intake import Feed
from bot.papers.values import Round
from cogs.common.text import fit, plural, stamp

_MOST_TEXT = 800


def notes(feeds: Sequence[Feed], found: Round | None) -> list[str]:
    """What organisers should know: posts that did not work, then a line for each category."""
    lines = []
    if found is not None and found.trouble is not None:
        lines.append(
            f"I could not post in the papers channel: {fit(found.trouble, 150)}. "
            "`/setup` names another channel; voting works here meanwhile."
        )
    for number, feed in enumerate(feeds):
        text = feed_line(feed)
        if sum(map(len, lines)) + len(text) > _MOST_TEXT:
            lines.append(f"… and {len(feeds) - number} more feeds")
            break
        lines.append(text)
    return lines


def feed_line(feed: Feed) -> str:
    """One category's feed: up to date, resting, on holiday, stale or failing."""
    read = f", read {stamp(feed.read_at, 'R')}" if feed.read_at else ""
    note = f": {fit(feed.note, 160)}" if feed.note else ""
    texts = {
        Health.UNREAD: "○ `{0}` waits for its first reading",
        Health.CURRENT: "● `{0}` is up to date, {1}{2}{3}",
        Health.WEEKEND: "⏸ `{0}` rests: arXiv announces nothing at weekends{2}",
        Health.HOLIDAY: "⏸ `{0}` is empty today, as on arXiv's holidays{2}",
        Health.QUIET: "⏸ `{0}` is empty today: a quiet day for this category{2}",
        Health.STALE: "◐ `{0}` is behind{3}. I look again by myself{2}",
        Health.FAILING: "⊘ `{0}` could not be read{3}. I try again by myself; other feeds go on",
    }
    size = plural(feed.batch_size, "entry", "entries")
    text = texts[feed.health].format(feed.category, size, read, note)
    if feed.missing is not None:
        text += ". Some earlier days are still being caught up"
    return text
