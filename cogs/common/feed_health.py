"""How one of arXiv's feeds is, in words (U4)."""

from __future__ import annotations

from bot.arxiv.values import Feed, Health
from cogs.common.text import fit, plural, stamp

MARKS = {
    Health.UNREAD: "○",
    Health.CURRENT: "●",
    Health.WEEKEND: "⏸",
    Health.HOLIDAY: "⏸",
    Health.QUIET: "⏸",
    Health.STALE: "◐",
    Health.FAILING: "⊘",
}
"""A sign for each, which the words beside it say too."""


def feed_line(feed: Feed) -> str:
    """One category's feed on a line of its own."""
    return f"{MARKS[feed.health]} `{feed.category}`: {feed_state(feed)}"


def feed_state(feed: Feed) -> str:
    """How one category's feed is: up to date, resting, on holiday, stale or failing, since when."""
    read = f", read {stamp(feed.read_at, 'R')}" if feed.read_at else ""
    note = f": {fit(feed.note, 160)}" if feed.note else ""
    since = f" since {stamp(feed.failing_since)}" if feed.failing_since else ""
    size = plural(feed.batch_size, "entry", "entries")
    texts = {
        Health.UNREAD: "waits for its first reading",
        Health.CURRENT: f"up to date, {size}{read}{note}",
        Health.WEEKEND: f"resting: arXiv announces nothing at weekends{read}",
        Health.HOLIDAY: f"empty today, as on arXiv's holidays{read}",
        Health.QUIET: f"empty today: a quiet day for this category{read}",
        Health.STALE: f"behind{since}{note}. I look again by myself{read}",
        Health.FAILING: f"failing{since}{note}. I try again by myself; other feeds go on",
    }
    text = texts[feed.health]
    if feed.missing is not None:
        text += ". Some earlier days are still being caught up"
    return text
