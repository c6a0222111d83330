"""A member's private ballot as a panel, for each way to vote."""

from __future__ import annotations

from datetime import datetime

import discord
from discord import ui

from bot.papers.values import Ballot, Pick, Round
from bot.voting import MOST_STARS, Method
from bot.voting.receipts import spelled
from cogs.common.panels import ONLY_YOU, Items, Panel, button, buttons, line
from cogs.common.text import cut, stamp
from cogs.papers.panels import private_ballot
from cogs.papers.round_text import SHOWN_AUTHORS, title
from cogs.papers.routes import BALLOT, HISTORY, RANK, RESULT, SCORE, START_OVER
from cogs.papers.style import ACCENT

_HOW = {
    Method.APPROVAL: ("Pick every paper that you would like to discuss. The most approvals win."),
    Method.RUNOFF: (
        "Rank the papers, your favourite first, as far as you like. Round by round the paper with "
        "the fewest ballots leaves, and its ballots go to their next choice."
    ),
    Method.STAR: (
        "Score the papers from 0 to 5; one without a score counts as 0. The two with the highest "
        "totals meet, and the one that more of you score higher wins."
    ),
}
_NOTHING = {
    Method.APPROVAL: "Nothing picked yet.",
    Method.RUNOFF: "Nothing ranked yet.",
    Method.STAR: "Nothing scored yet.",
}
_STARS = {MOST_STARS: "I want this one most", 0: "not this one"}
_SHORT_TITLE = 100


def ballot_panel(ballot: Ballot, now: datetime) -> Panel:
    """A member's own ballot: changeable until the close, and then as it was counted."""
    found = ballot.round
    if not found.takes_ballots(now):
        return _closed_panel(ballot)
    heading = (
        f"**Your ballot**\n{_HOW[found.method]} You can change it until "
        f"{stamp(found.closes_at, 'F')}.\n\n{_state(ballot)}"
    )
    inputs = {
        Method.APPROVAL: _approvals,
        Method.RUNOFF: _next_choice,
        Method.STAR: _scores,
    }[found.method](ballot)
    small_print = f"{private_ballot(found)} {ONLY_YOU}"
    return Panel(ACCENT, heading, *inputs, small_print=small_print)


def _closed_panel(ballot: Ballot) -> Panel:
    found = ballot.round
    text = f"**Your ballot**\nThis vote closed {stamp(found.vote_ended_at)}. {_as_it_was(ballot)}"
    acts = buttons(button("How it went", RESULT(found.id)), button("History", HISTORY()))
    if found.closed_at is None:
        acts = buttons(button("History", HISTORY()))
    return Panel(ACCENT, text, acts, small_print=ONLY_YOU)


def _as_it_was(ballot: Ballot) -> str:
    if ballot.code is None:
        return "You had cast no ballot by then."
    mine = _mine(ballot)
    if ballot.is_counted is None:
        return f"Your ballot stays as it was then:\n{mine}"
    code = f"`{spelled(ballot.code)}`"
    if not ballot.is_counted:
        return (
            f"Your ballot {code} was not counted: you were not in the group at the close.\n{mine}"
        )
    return (
        f"Your ballot {code} was counted as:\n{mine}\n\n*How it went* has a file with the codes of "
        "all ballots that were counted. It does not say what they hold."
    )


def _state(ballot: Ballot) -> str:
    """What is counted by now, and the ballot's code."""
    if ballot.cast_at is None or ballot.code is None:
        return _NOTHING[ballot.round.method]
    count = len(ballot.round.picks)
    what = {
        Method.APPROVAL: f"you approve {len(ballot.approved)} of {count}",
        Method.RUNOFF: f"you rank {len(ballot.marks)} of {count}",
        Method.STAR: f"you score {len(ballot.marks)} of {count}",
    }[ballot.round.method]
    listed = "" if ballot.round.method is Method.STAR else f"\n{_mine(ballot)}"
    return (
        f"Counted as it stands: {what}, as of {stamp(ballot.cast_at, 'T')}.{listed}\n"
        f"-# Your ballot's code is `{spelled(ballot.code)}`. After the close it stands in a list "
        "of those that counted."
    )


def _approvals(ballot: Ballot) -> Items:
    found = ballot.round
    select: ui.Select[ui.LayoutView] = ui.Select(
        custom_id=BALLOT(found.id),
        placeholder="Papers to discuss",
        min_values=0,
        max_values=len(found.picks),
        options=[_option(pick, pick.paper.key in ballot.approved) for pick in found.picks],
    )
    return [buttons(select)]


def _next_choice(ballot: Ballot) -> Items:
    """The next place of a ranking; one press, no typing."""
    found, place = ballot.round, len(ballot.ranked) + 1
    left = [pick for pick in found.picks if pick.paper.key not in ballot.marks]
    items: Items = []
    if left:
        select: ui.Select[ui.LayoutView] = ui.Select(
            custom_id=RANK(found.id, place),
            placeholder=f"Your {ordinal(place)} choice",
            options=[_option(pick) for pick in left],
        )
        items.append(buttons(select))
    return [*items, *_start_over(ballot)]


def _scores(ballot: Ballot) -> Items:
    """A paper, and below it its score."""
    found = ballot.round
    items: Items = [line()]
    for pick in found.picks:
        mine = ballot.marks.get(pick.paper.key)
        select: ui.Select[ui.LayoutView] = ui.Select(
            custom_id=SCORE(found.id, pick.paper.key),
            placeholder="No score yet",
            options=[
                discord.SelectOption(
                    label=f"{stars} · {_STARS[stars]}" if stars in _STARS else f"{stars}",
                    value=f"{stars}",
                    default=stars == mine,
                )
                for stars in range(MOST_STARS, -1, -1)
            ],
        )
        items += [_named(pick), buttons(select)]
    return [*items, *_start_over(ballot)]


def _start_over(ballot: Ballot) -> Items:
    if ballot.code is None:
        return []
    return [buttons(button("Start over", START_OVER(ballot.round.id)))]


def _option(pick: Pick, is_approved: bool = False) -> discord.SelectOption:
    about = ", ".join(pick.paper.authors[:SHOWN_AUTHORS])
    if pick.paper.is_withdrawn:
        about = "Withdrawn from arXiv: it cannot be chosen any more"
    return discord.SelectOption(
        label=cut(f"{pick.position}. {' '.join(pick.paper.title.split())}", 100),
        value=pick.paper.key,
        description=cut(about, 100) or None,
        default=is_approved,
    )


def _mine(ballot: Ballot) -> str:
    """What a ballot says, a line for each paper."""
    method, picks = ballot.round.method, _by_key(ballot.round)
    if method is Method.RUNOFF:
        return "\n".join(
            f"{ordinal(place)} · {_named(picks[key])}"
            for place, key in enumerate(ballot.ranked, start=1)
        )
    if method is Method.STAR:
        return "\n".join(
            f"**{ballot.marks.get(key, '–')}** · {_named(pick)}" for key, pick in picks.items()
        )
    return "\n".join(f"● {_named(pick)}" for key, pick in picks.items() if key in ballot.approved)


def _by_key(found: Round) -> dict[str, Pick]:
    return {pick.paper.key: pick for pick in found.picks}


def _named(pick: Pick) -> str:
    return f"{pick.position}. {title(pick.paper, _SHORT_TITLE)}"


def ordinal(number: int) -> str:
    """``1st``, ``2nd``, ``11th``."""
    ends = {1: "st", 2: "nd", 3: "rd"}
    return f"{number}{'th' if number % 100 in (11, 12, 13) else ends.get(number % 10, 'th')}"
