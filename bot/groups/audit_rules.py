"""A group's settings as the log says them, and what differs between two of them. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from bot.groups.values import Group
from bot.inputs.date_patterns import say_date_pattern
from bot.inputs.dates import WEEKDAYS
from bot.inputs.times import say_time

KEPT = timedelta(days=365)
"""How long a change stays in the log."""

MAX_VALUE = 300
"""Characters of a setting that the log keeps; arXiv's categories and titles fit."""

ANNOUNCEMENTS, PAPERS, RETROS = "announcements", "papers", "retros"
CHANNELS = (ANNOUNCEMENTS, PAPERS, RETROS)
"""Settings that are the id of a channel."""

ROLE = "role"
"""The setting that is the id of a role which may organise."""

GROUP, MEMBER_DATA = "group", "member_data"


@dataclass(frozen=True, slots=True)
class Audited:
    """What organisers change in a feature, and its title in the log: by the feature's declaration.

    ``is_one_of_many`` says that it can be added, such as a newsletter.
    """

    name: str
    title: str
    is_one_of_many: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """A setting's value before and after; None where there was, or is, nothing."""

    setting: str
    old: str | None
    new: str | None


def settings_of(group: Group) -> dict[str, str]:
    """Every setting of a group by its name in the log."""
    opens = WEEKDAYS[group.papers_open_weekday], say_time(group.papers_open_at)
    closes = WEEKDAYS[group.papers_close_weekday], say_time(group.papers_close_at)
    return {
        ANNOUNCEMENTS: str(group.announcements_channel_id),
        PAPERS: str(group.papers_channel_id),
        RETROS: str(group.retros_channel_id),
        "zone": group.zone,
        "start": group.start_date.isoformat(),
        "categories": ", ".join(group.categories),
        "papers_open": " ".join(opens),
        "papers_close": " ".join(closes),
        "retro": f"{say_date_pattern(group.retro_on)} at {say_time(group.retro_at)}",
        "cross_lists": "count" if group.cross_lists else "do not count",
        "paper_fit": group.paper_fit.value,
        "vote_method": group.vote_method.value,
        "support": "; ".join(group.support) or "none",
        "totals": "hidden until the close" if group.hides_totals else "shown from five ballots on",
    }


def differences(before: Group, after: Group) -> list[Change]:
    """What changed between two states of a group."""
    was, now = settings_of(before), settings_of(after)
    return [Change(name, was[name], now[name]) for name in now if was[name] != now[name]]
