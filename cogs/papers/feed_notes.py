"""What organisers see beside a shortlist: what could not be posted, and how the feeds are (U4)."""

from __future__ import annotations

from bot.papers.values import Overview, Round
from cogs.common.feed_health import feed_line
from cogs.common.text import fit, stamp

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
