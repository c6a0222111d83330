"""How the feeds are, in a line each, for organisers (U4)."""

from __future__ import annotations

from bot.arxiv.values import Feed, Health
from bot.papers.values import Overview, Round
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

_MOST_TEXT = 800


def notes(seen: Overview) -> list[str]:
    """What organisers should know: posts that did not work, then a line for each category."""
    lines = [
        trouble_line(found, is_newest=number == 0)
        for number, found in enumerate(seen.rounds)
        if found.trouble is not None
    ]
    for number, feed in enumerate(seen.feeds):
        text = feed_line(feed)
        if sum(map(len, lines)) + len(text) > _MOST_TEXT:
            lines.append(f"… and {len(seen.feeds) - number} more feeds")
            break
        lines.append(text)
    return lines


def is_beside_a_post(found: Round) -> bool:
    """Whether what went wrong was no post itself: a thread, its guide, or an old shortlist."""
    trouble = found.trouble or ""
    is_posted = found.result_message_id is not None
    return bool(trouble) and (is_posted or trouble.startswith("the shortlist"))


def trouble_line(found: Round, *, is_newest: bool) -> str:
    """What of a round could not be posted, and where it can be found meanwhile."""
    which = "" if is_newest else f"Papers of {stamp(found.opened_at, 'D')}: "
    trouble = fit(found.trouble or "", 150)
    if is_beside_a_post(found):
        beside = "The result is in the papers channel, but " if found.result_message_id else ""
        return f"{which}{beside or 'One thing did not work: '}{trouble}. I do not try that again."
    instead = "voting works here meanwhile"
    if found.closed_at is not None:
        instead = "`/paper history` has every result"
    return (
        f"{which}I could not post in the papers channel: {trouble}. "
        f"`/setup` names another channel; {instead}."
    )


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
