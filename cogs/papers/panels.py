"""Papers as panels: the shortlist, the private ballot, the result, the history."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import discord
from discord import ui

from bot.papers.ballots import Decision
from bot.papers.identifiers import abstract_url
from bot.papers.nominations import Nominated, Outcome
from bot.papers.values import Ballot, HistoryPage, Paper, Pick, Round
from cogs.common.panels import (
    ONLY_YOU,
    Accent,
    Items,
    Panel,
    button,
    buttons,
    line,
    link,
    pager,
    row,
)
from cogs.common.routes import custom_id
from cogs.common.text import cut, fit, jump_url, one_line, plural, stamp

VOTE, RESULT, SUGGEST = "paper:vote", "paper:result", "paper:suggest"
BALLOT, HISTORY, PAST, NOMINATE = "paper:ballot", "paper:history", "paper:past", "paper:nominate"

PRIVATE_BALLOT = "Ballots are private. Totals show at close."
TIE_RULE = "Among equals the paper higher on the shortlist wins."

_TITLE, _AUTHORS, _ABSTRACT, _REASONS = 150, 60, 150, 110
# Five rows of these and what organisers see of the feeds stay under a message's 4,000 characters.
_SHOWN_AUTHORS = 3

_HOW_TO_NOMINATE = (
    "`/paper nominate` takes an arXiv id or link; nominations stand first on the list."
)


def shortlist_marker(found: Round) -> str:
    """The custom id that only this round's first message has."""
    return custom_id(VOTE if found.picks else SUGGEST, found.id)


def result_marker(found: Round) -> str:
    """The custom id that only this round's result has."""
    return custom_id(RESULT, found.id)


def shortlist_panel(found: Round, now: datetime) -> Panel:
    """What the group sees from the opening on; after the close without the vote."""
    if not found.picks:
        return _nothing_panel(found)
    items: Items = [f"📄 **This week's papers**\n{_state(found, now)}", line()]
    items += [_pick_row(pick) for pick in found.picks]
    acts = [button("History", HISTORY)]
    if found.takes_ballots(now):
        acts = [
            button("Vote", VOTE, found.id, style=discord.ButtonStyle.primary),
            button("Nominate", SUGGEST, found.id),
            *acts,
        ]
    elif found.winner is not None:
        acts = [button("Result", RESULT, found.id), *acts]
    return Panel(
        Accent.PAPERS, *items, line(), buttons(*acts), small_print=f"{PRIVATE_BALLOT} {TIE_RULE}"
    )


def picks_panel(
    found: Round | None, now: datetime, opens_at: datetime | None, notes: Sequence[str]
) -> Panel:
    """What one member sees: the open shortlist or the last result, and (organisers) ``notes``."""
    next_one = f"The next shortlist comes {stamp(opens_at, 'F')}." if opens_at else ""
    acts: list[ui.Item[ui.LayoutView]] = [button("Nominate", SUGGEST, 0)]
    items: Items
    if found is not None and found.takes_ballots(now):
        ballots = plural(found.ballots, "ballot")
        items = [f"**This week's papers**\n{_state(found, now)} · {ballots} so far", line()]
        items += [_pick_row(pick) for pick in found.picks]
        acts.insert(0, button("Vote", VOTE, found.id, style=discord.ButtonStyle.primary))
    elif found is not None and found.winner is not None:
        items = [f"**No vote is open**\n{_state(found, now)}\n{next_one}"]
    else:
        items = [f"{_without_vote(found)}\n{next_one}\n{_HOW_TO_NOMINATE}"]
    if found is not None and found.winner is not None:
        acts.append(button("History", HISTORY))
    if notes:
        items += [line(), "**For organisers**\n" + "\n".join(notes)]
    return Panel(Accent.PAPERS, *items, line(), buttons(*acts), small_print=ONLY_YOU)


def ballot_panel(ballot: Ballot, now: datetime) -> Panel:
    """A member's own ballot, changeable until the close."""
    found = ballot.round
    count = len(found.picks)
    if not found.takes_ballots(now):
        mine = "Your ballot stays as it was then:\n" + _mine(ballot)
        if not ballot.approved:
            mine = "You had cast no ballot by then."
        return Panel(
            Accent.PAPERS,
            f"**Your ballot**\nThis vote closed {stamp(found.vote_ended_at)}. {mine}",
            buttons(button("History", HISTORY)),
            small_print=ONLY_YOU,
        )
    state = "Nothing picked yet."
    if ballot.cast_at is not None:
        state = (
            f"Counted: you approve {len(ballot.approved)} of {count}, "
            f"as of {stamp(ballot.cast_at, 'T')}.\n{_mine(ballot)}"
        )
    text = (
        "**Your ballot**\nPick every paper that you would like to discuss. The most approvals win. "
        f"You can change it until {stamp(found.closes_at, 'F')}.\n\n{state}"
    )
    select: ui.Select[ui.LayoutView] = ui.Select(
        custom_id=custom_id(BALLOT, found.id),
        placeholder="Papers to discuss",
        min_values=0,
        max_values=count,
        options=[_option(pick, pick.paper.key in ballot.approved) for pick in found.picks],
    )
    return Panel(Accent.PAPERS, text, buttons(select), small_print=f"{PRIVATE_BALLOT} {ONLY_YOU}")


def result_panel(found: Round) -> Panel:
    """The result, as the group sees it at the close."""
    assert found.winner is not None, "a round with a shortlist has a winner"
    text = (
        f"📄 **The group picked: {fit(found.winner.title, _TITLE)}**\n"
        f"{_authors(found.winner)} · {found.winner.key}\n\n{decided(found)}"
    )
    acts = buttons(
        link("Read", abstract_url(found.winner.key)),
        button("How it went", RESULT, found.id),
        button("History", HISTORY),
    )
    return Panel(
        Accent.PAPERS,
        text,
        line(),
        tally_text(found),
        acts,
        small_print=f"{TIE_RULE} Who approved what stays private.",
    )


def details_panel(found: Round) -> Panel:
    """How a closed round was decided, for whoever asks."""
    text = (
        f"**Papers of {stamp(found.opened_at, 'D')}**\n{decided(found)}\n\n"
        "Every member could approve as many papers as they liked, and change it until "
        f"{stamp(found.vote_ended_at, 'F')}. The most approvals win. {TIE_RULE} "
        "Without any approval the top of the shortlist is taken."
    )
    thread = _thread_link(found)
    items: Items = [text, line(), tally_text(found)]
    if thread is not None:
        items.append(buttons(thread))
    return Panel(Accent.PAPERS, *items, small_print=ONLY_YOU)


def history_panel(page: HistoryPage) -> Panel:
    """What the group discussed, newest first."""
    if not page.rounds:
        return Panel(
            Accent.PAPERS,
            "**Papers so far**\nNone yet. The first vote that closes will show here.",
            small_print=ONLY_YOU,
        )
    items: Items = ["**Papers so far**", line()]
    for found in page.rounds:
        assert found.winner is not None, "the history has decided rounds only"
        text = (
            f"**{fit(found.winner.title, _TITLE)}**\n{_authors(found.winner)} · "
            f"{found.winner.key}\n{stamp(found.opened_at, 'D')} · {_score_line(found)}"
        )
        items.append(row(text, button("How it went", RESULT, found.id)))
    numbers = pager(PAST, page=page.page, pages=page.pages)
    if numbers:
        items += [line(), buttons(*numbers)]
    return Panel(Accent.PAPERS, *items, small_print=ONLY_YOU)


def nominated_panel(result: Nominated, found: Round | None) -> Panel:
    """What became of a nomination; ``found`` is the open round, if there is one."""
    title = fit(result.paper.title, _TITLE)
    others = plural(result.nominators, "member")
    texts = {
        Outcome.ADDED: f"Nominated: **{title}**\nIt stands first on the next shortlist.",
        Outcome.MERGED: f"Nominated: **{title}**\n{others} wish for it now; it stays one entry.",
        Outcome.ALREADY_YOURS: f"You have nominated **{title}** already. It waits for the next "
        "shortlist.",
        Outcome.ON_SHORTLIST: f"**{title}** is on this week's shortlist already. Your vote helps "
        "it most.",
        Outcome.DISCUSSED: f"The group has discussed **{title}** already. `/paper history` shows "
        "when.",
    }
    acts: list[ui.Item[ui.LayoutView]] = [link("Read", abstract_url(result.paper.key))]
    if result.outcome is Outcome.ON_SHORTLIST and found is not None:
        acts.insert(0, button("Vote", VOTE, found.id, style=discord.ButtonStyle.primary))
    if result.outcome is Outcome.DISCUSSED:
        acts.append(button("History", HISTORY))
    return Panel(Accent.PAPERS, texts[result.outcome], buttons(*acts), small_print=ONLY_YOU)


def decided(found: Round) -> str:
    """What decided a closed round, in a sentence."""
    ballots = plural(found.ballots, "ballot")
    if found.decision is Decision.NO_BALLOTS:
        return "Nobody approved a paper this time, so the top of the shortlist is taken."
    if found.decision is Decision.TIE:
        most = max(pick.approvals or 0 for pick in found.picks)
        tied = sum(pick.approvals == most for pick in found.picks)
        return (
            f"{tied} papers tied with {plural(most, 'approval')} ({ballots}); the one higher on "
            "the shortlist wins."
        )
    return f"Most approvals: {_score_line(found)}."


def tally_text(found: Round) -> str:
    """The approvals of every paper of a closed round."""
    won = found.winner.key if found.winner else None
    return "\n".join(
        f"{'●' if pick.paper.key == won else '○'} **{pick.approvals}** · "
        f"{pick.position}. {fit(pick.paper.title, _TITLE)}"
        for pick in found.picks
    )


def _state(found: Round, now: datetime) -> str:
    if found.takes_ballots(now):
        return f"Vote until {stamp(found.closes_at, 'F')} ({stamp(found.closes_at, 'R')})"
    text = f"Closed {stamp(found.vote_ended_at, 'F')}."
    if found.winner is None:
        return text
    return f"{text} The group picked **{fit(found.winner.title, _TITLE)}**."


def _without_vote(found: Round | None) -> str:
    if found is None:
        return "**No shortlist yet**"
    if found.closed_at is None:
        return "**The vote has closed**\nIts result follows in a moment."
    return "**No papers to choose from this week**\nThe feeds brought nothing new."


def _pick_row(pick: Pick) -> ui.Section[ui.LayoutView]:
    lines = [
        f"**{pick.position}. {fit(pick.paper.title, _TITLE)}**",
        f"{_authors(pick.paper)} · {pick.paper.key}",
    ]
    if pick.paper.abstract:
        lines.append(fit(pick.paper.abstract, _ABSTRACT))
    if pick.reasons:
        lines.append(f"-# Here because: {fit('; '.join(pick.reasons), _REASONS)}")
    return row("\n".join(lines), link("Read", abstract_url(pick.paper.key)))


def _option(pick: Pick, is_approved: bool) -> discord.SelectOption:
    return discord.SelectOption(
        label=cut(f"{pick.position}. {' '.join(pick.paper.title.split())}", 100),
        value=pick.paper.key,
        description=cut(", ".join(pick.paper.authors[:_SHOWN_AUTHORS]), 100) or None,
        default=is_approved,
    )


def _mine(ballot: Ballot) -> str:
    return "\n".join(
        f"● {pick.position}. {fit(pick.paper.title, _TITLE)}"
        for pick in ballot.round.picks
        if pick.paper.key in ballot.approved
    )


def _authors(paper: Paper) -> str:
    more = len(paper.authors) - _SHOWN_AUTHORS
    names = ", ".join(paper.authors[:_SHOWN_AUTHORS]) or "Authors unknown"
    return one_line(names, _AUTHORS) + (f" and {more} more" if more > 0 else "")


def _score_line(found: Round) -> str:
    approvals = next(
        pick.approvals or 0
        for pick in found.picks
        if found.winner is not None and pick.paper.key == found.winner.key
    )
    return f"{plural(approvals, 'approval')} on {plural(found.ballots, 'ballot')}"


def _thread_link(found: Round) -> ui.Button[ui.LayoutView] | None:
    if found.thread_id is None:
        return None
    return link("Discussion", jump_url(found.guild_id, found.thread_id))


def _nothing_panel(found: Round) -> Panel:
    return Panel(
        Accent.PAPERS,
        "📄 **No papers to choose from this week**\nYour arXiv feeds brought nothing new since the "
        "last shortlist; around holidays that is usual. Nominate one, and it stands first on the "
        "next list.",
        buttons(button("Nominate", SUGGEST, found.id), button("History", HISTORY)),
        small_print="There is nothing to vote on this week.",
    )
