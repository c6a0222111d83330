"""Papers as panels: the shortlist, the private ballot, the result, the history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import discord
from discord import ui

from bot.arxiv.rules.identifiers import abstract_url
from bot.arxiv.values import Paper
from bot.papers.values import (
    Ballot,
    HistoryPage,
    Nominated,
    NominationOutcome,
    Overview,
    Pick,
    Round,
)
from cogs.common.panels import (
    MAX_TEXT,
    ONLY_YOU,
    Items,
    Panel,
    button,
    buttons,
    line,
    link,
    page_buttons,
    row,
    text_length,
)
from cogs.common.routes import CustomId
from cogs.common.text import cut, jump_url, link_to, plural, stamp
from cogs.papers.pick_rows import pick_rows
from cogs.papers.round_text import (
    SHOWN_AUTHORS,
    authors,
    between_votes,
    decided,
    score_line,
    state,
    tally_text,
    title,
    why_nothing,
)
from cogs.papers.routes import (
    AGAIN,
    BALLOT,
    HISTORY,
    MORE,
    PAST,
    RESULT,
    SUGGEST,
    VOTE,
    WHICH,
    WITHDRAW,
)
from cogs.papers.style import ACCENT

PRIVATE_BALLOT = "Ballots are private. Totals show at close."
_SMALL_PRINT, _MOST_OPTIONS = 60, 25
TIE_RULE = "Among equals the paper higher on the shortlist wins."

_WITHDRAWABLE = (
    NominationOutcome.ADDED,
    NominationOutcome.MERGED,
    NominationOutcome.ALREADY_YOURS,
    NominationOutcome.ONE_A_WEEK,
)


def shortlist_marker(found: Round) -> CustomId:
    """The custom id that only this round's first message has."""
    return VOTE(found.id) if found.picks else SUGGEST(found.id)


def result_marker(found: Round) -> CustomId:
    """The custom id that only this round's result has."""
    return RESULT(found.id)


def shortlist_panel(found: Round, now: datetime) -> Panel:
    """What the group sees from the opening on; after the close without the vote."""
    if not found.picks:
        return _nothing_panel(found)
    heading = f"📄 **This week's papers**\n{state(found, now)}"
    rows = pick_rows(found.picks, MAX_TEXT - len(heading) - _SMALL_PRINT)
    acts = [button("History", HISTORY())]
    if found.takes_ballots(now):
        acts = [
            button("Vote", VOTE(found.id), style=discord.ButtonStyle.primary),
            button("Nominate", SUGGEST(found.id)),
            *acts,
        ]
    elif found.winner is not None:
        acts = [button("Result", RESULT(found.id)), *acts]
    return Panel(ACCENT, heading, line(), *rows, line(), buttons(*acts), small_print=PRIVATE_BALLOT)


def picks_panel(seen: Overview, now: datetime, notes: Sequence[str]) -> Panel:
    """What one member sees: the open shortlist or the last result, and (organisers) ``notes``."""
    found = seen.rounds[0] if seen.rounds else None
    acts: list[ui.Item[ui.LayoutView]] = [button("Nominate", SUGGEST(0))]
    told: Items = [line(), "**For organisers**\n" + "\n".join(notes)] if notes else []
    items: Items
    if found is not None and found.takes_ballots(now):
        ballots = plural(found.ballots, "ballot")
        items = [f"**This week's papers**\n{state(found, now)} · {ballots} so far", line()]
        room = MAX_TEXT - text_length([*items, *told]) - _SMALL_PRINT
        items += pick_rows(found.picks, room)
        acts.insert(0, button("Vote", VOTE(found.id), style=discord.ButtonStyle.primary))
    else:
        items = ["\n".join(between_votes(seen, found, now))]
    if found is not None and found.winner is not None:
        acts.append(button("History", HISTORY()))
    return Panel(ACCENT, *items, *told, line(), buttons(*acts), small_print=ONLY_YOU)


def ballot_panel(ballot: Ballot, now: datetime) -> Panel:
    """A member's own ballot, changeable until the close."""
    found = ballot.round
    count = len(found.picks)
    if not found.takes_ballots(now):
        mine = "Your ballot stays as it was then:\n" + _mine(ballot)
        if not ballot.approved:
            mine = "You had cast no ballot by then."
        return Panel(
            ACCENT,
            f"**Your ballot**\nThis vote closed {stamp(found.vote_ended_at)}. {mine}",
            buttons(button("History", HISTORY())),
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
        custom_id=BALLOT(found.id),
        placeholder="Papers to discuss",
        min_values=0,
        max_values=count,
        options=[_option(pick, pick.paper.key in ballot.approved) for pick in found.picks],
    )
    return Panel(ACCENT, text, buttons(select), small_print=f"{PRIVATE_BALLOT} {ONLY_YOU}")


def result_panel(found: Round) -> Panel:
    """The result, as the group sees it at the close."""
    assert found.winner is not None, "without one there is no result to post"
    text = (
        f"📄 **The group picked: {title(found.winner)}**\n"
        f"{authors(found.winner)} · {found.winner.key}\n\n{decided(found)}"
    )
    acts = buttons(
        link("Read", abstract_url(found.winner.key)),
        button("More", MORE(found.winner.key)),
        button("How it went", RESULT(found.id)),
        button("History", HISTORY()),
    )
    return Panel(
        ACCENT,
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
        "Without any approval nothing is chosen."
    )
    thread = _thread_link(found)
    items: Items = [text, line(), tally_text(found)]
    if thread is not None:
        items.append(buttons(thread))
    return Panel(ACCENT, *items, small_print=ONLY_YOU)


def history_panel(page: HistoryPage) -> Panel:
    """What the group discussed, newest first."""
    if not page.rounds:
        return Panel(
            ACCENT,
            "**Papers so far**\nNone yet. The first vote that closes will show here.",
            small_print=ONLY_YOU,
        )
    items: Items = ["**Papers so far**", line()]
    for found in page.rounds:
        assert found.winner is not None, "the history has decided rounds only"
        text = (
            f"**{title(found.winner)}**\n{authors(found.winner)} · "
            f"{found.winner.key}\n{stamp(found.opened_at, 'D')} · {score_line(found)}"
        )
        items.append(row(text, button("How it went", RESULT(found.id))))
    numbers = page_buttons(PAST, page=page.page, pages=page.pages)
    if numbers:
        items += [line(), buttons(*numbers)]
    return Panel(ACCENT, *items, small_print=ONLY_YOU)


def nominated_panel(result: Nominated) -> Panel:
    """What became of a nomination."""
    named = title(result.paper)
    others = plural(result.nominators, "member")
    waits = "It waits for the next shortlist."
    instead = title(result.instead or result.paper)
    texts = {
        NominationOutcome.ADDED: (
            f"Nominated: **{named}**\nIt waits for the next shortlist, where the two oldest "
            "nominations stand first."
        ),
        NominationOutcome.ONE_A_WEEK: (
            f"You nominated **{instead}** for the next shortlist, and each of you has one a "
            f"week. *Withdraw* takes it back; then there is room for **{named}**."
        ),
        NominationOutcome.MERGED: (
            f"Nominated: **{named}**\n{others} wish for it now; it stays one entry."
        ),
        NominationOutcome.ALREADY_YOURS: f"You have nominated **{named}** already. {waits}",
        NominationOutcome.ON_SHORTLIST: (
            f"**{named}** is on this week's shortlist already. Your vote helps it most."
        ),
        NominationOutcome.DISCUSSED: (
            f"The group has discussed **{named}** already; `/paper history` shows when. "
            "*Nominate again* puts it on the next shortlist all the same."
        ),
        NominationOutcome.WITHDRAWN: (
            f"**{named}** was withdrawn from arXiv, so it cannot stand on a shortlist. You can "
            "nominate another paper in its place."
        ),
    }
    acts: list[ui.Item[ui.LayoutView]] = [link("Read", abstract_url(result.paper.key))]
    if result.outcome is NominationOutcome.ON_SHORTLIST and result.round_id:
        acts.insert(0, button("Vote", VOTE(result.round_id), style=discord.ButtonStyle.primary))
    if result.outcome in _WITHDRAWABLE:
        mine = result.paper if result.instead is None else result.instead
        acts.append(button("Withdraw", WITHDRAW(mine.key)))
    if result.outcome is NominationOutcome.DISCUSSED:
        acts.append(button("Nominate again", AGAIN(result.paper.key)))
        acts.append(button("History", HISTORY()))
    if result.outcome is NominationOutcome.WITHDRAWN:
        acts.append(button("Nominate", SUGGEST(0)))
    return Panel(ACCENT, texts[result.outcome], buttons(*acts), small_print=ONLY_YOU)


def which_panel(keys: Sequence[str], known: Mapping[str, Paper]) -> Panel:
    """Which of the papers in a message is meant, by title where that is ``known``."""
    kept = keys[:_MOST_OPTIONS]
    left = len(keys) - len(kept)
    more = f" Of the last {left}, `/paper nominate` takes one by its id." if left else ""
    select: ui.Select[ui.LayoutView] = ui.Select(
        custom_id=WHICH(),
        placeholder="Paper to nominate",
        options=[_which(key, known.get(key)) for key in kept],
    )
    return Panel(
        ACCENT,
        f"**Which one?**\nThat message names {len(keys)} papers. Pick the one to nominate; it is "
        f"one a week from each of you.{more}",
        buttons(select),
        small_print=ONLY_YOU,
    )


def nomination_withdrawn_panel(paper: Paper) -> Panel:
    """What taking a nomination back leaves."""
    return Panel(
        ACCENT,
        f"Withdrawn: **{title(paper)}**\nYou can nominate another paper now.",
        buttons(button("Nominate", SUGGEST(0))),
        small_print=ONLY_YOU,
    )


def thread_panel(found: Round) -> Panel:
    """The first words in the thread of a result."""
    assert found.winner is not None
    return Panel(
        ACCENT,
        "**What do you make of it?**\n"
        f"{link_to(title(found.winner), abstract_url(found.winner.key))}\n\n"
        "A way to begin: what does it claim, does what they show carry it, and what would you try "
        "with it?",
        buttons(
            link("Read", abstract_url(found.winner.key)), button("How it went", RESULT(found.id))
        ),
    )


def _option(pick: Pick, is_approved: bool) -> discord.SelectOption:
    about = ", ".join(pick.paper.authors[:SHOWN_AUTHORS])
    if pick.paper.is_withdrawn:
        about = "Withdrawn from arXiv: it cannot be chosen any more"
    return discord.SelectOption(
        label=cut(f"{pick.position}. {' '.join(pick.paper.title.split())}", 100),
        value=pick.paper.key,
        description=cut(about, 100) or None,
        default=is_approved,
    )


def _which(key: str, paper: Paper | None) -> discord.SelectOption:
    if paper is None:
        return discord.SelectOption(label=key, value=key)
    mark = "withdrawn · " if paper.is_withdrawn else ""
    return discord.SelectOption(label=cut(paper.title, 100), value=key, description=mark + key)


def _mine(ballot: Ballot) -> str:
    return "\n".join(
        f"● {pick.position}. {title(pick.paper)}"
        for pick in ballot.round.picks
        if pick.paper.key in ballot.approved
    )


def _thread_link(found: Round) -> ui.Button[ui.LayoutView] | None:
    if found.thread_id is None:
        return None
    return link("Discussion", jump_url(found.guild_id, found.thread_id))


def _nothing_panel(found: Round) -> Panel:
    return Panel(
        ACCENT,
        f"📄 **No papers to choose from this week**\n{why_nothing(found)} "
        "Nominate one, and it stands first on the next list.",
        buttons(button("Nominate", SUGGEST(found.id)), button("History", HISTORY())),
        small_print="There is nothing to vote on this week.",
    )
