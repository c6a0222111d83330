"""What panels say of papers and rounds, as text."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from bot.arxiv.values import Health
from bot.inputs.dates import say_date
from bot.papers.values import Overview, Round, RoundDecision
from cogs.common.paper_text import SHOWN_AUTHORS as SHOWN_AUTHORS
from cogs.common.paper_text import authors as authors
from cogs.common.paper_text import more_authors as more_authors
from cogs.common.paper_text import title as title
from cogs.common.paper_text import venue as venue
from cogs.common.text import plural, stamp

_HOW_TO_NOMINATE = (
    "`/paper nominate` takes an arXiv id or link, one a week from each of you; the oldest two "
    "stand first on the list."
)


def score_line(found: Round) -> str:
    """The winner's approvals."""
    approvals = next(
        pick.approvals or 0
        for pick in found.picks
        if found.winner is not None and pick.paper.key == found.winner.key
    )
    return f"{plural(approvals, 'approval')} on {plural(found.ballots, 'ballot')}"


def decided(found: Round) -> str:
    """What decided a closed round, in a sentence or two."""
    gone = [pick.paper for pick in found.picks if pick.approvals is None]
    if not gone:
        return _counted(found)
    which = f"**{title(gone[0])}** was" if len(gone) == 1 else f"{len(gone)} papers were"
    it = "it" if len(gone) == 1 else "they"
    why = f"{which} withdrawn from arXiv before the close, so {it} could not be chosen."
    if found.chose_nothing:
        return f"{why} No other paper was approved, so nothing is chosen."
    return f"{_counted(found)} {why}"


def tally_text(found: Round) -> str:
    """The approvals of every paper of a closed round; those that did not count have none."""
    won = found.winner.key if found.winner else None
    return "\n".join(
        f"{'●' if pick.paper.key == won else '○'} "
        f"**{'–' if pick.approvals is None else pick.approvals}** · "
        f"{pick.position}. {title(pick.paper)}"
        for pick in found.picks
    )


def state(found: Round, now: datetime) -> str:
    """Until when a round takes ballots, or what came of it."""
    if found.takes_ballots(now):
        return f"Vote until {stamp(found.closes_at, 'F')} ({stamp(found.closes_at, 'R')})"
    text = f"Closed {stamp(found.vote_ended_at, 'F')}."
    if found.winner is None:
        return f"{text} {decided(found)}" if found.chose_nothing else text
    return f"{text} The group picked **{title(found.winner)}**."


def between_votes(seen: Overview, found: Round | None, now: datetime) -> Iterator[str]:
    """What is known while no vote is open: why there is none, and when the next one is."""
    if seen.missed is not None:
        yield "**There was no shortlist this week**"
        yield f"It was due on {say_date(seen.missed)}; I was not there in time to bring it."
    elif seen.is_waiting:
        yield "**This week's shortlist is on its way**"
        yield "The feeds brought nothing that I could read yet. I go on asking."
        yield _HOW_TO_NOMINATE
        return
    elif found is None:
        yield "**No shortlist yet**"
    elif found.winner is not None or found.chose_nothing:
        yield "**No vote is open**"
    elif found.closed_at is None:
        yield "**The vote has closed**\nIts result follows in a moment."
    else:
        yield f"**No papers to choose from this week**\n{why_nothing(found)}"
    if found is not None and (found.winner is not None or found.chose_nothing):
        yield state(found, now)
    yield f"The next shortlist comes {stamp(seen.opens_at, 'F')}." if seen.opens_at else ""
    if found is None or found.winner is None:
        yield _HOW_TO_NOMINATE


def why_nothing(found: Round) -> str:
    """Why a round had no papers: its feeds were quiet, on holiday, stale or failing (U4)."""
    if found.feeds is Health.FAILING:
        return (
            "I could not read all of your arXiv feeds, though I went on asking, and the others "
            "brought nothing new. What I missed comes with the next shortlist."
        )
    if found.feeds is Health.STALE:
        return (
            "Your arXiv feeds still showed older papers where new ones were due, though I went on "
            "asking. What comes late stands on the next shortlist."
        )
    if found.feeds is Health.HOLIDAY:
        return "arXiv is resting: it announces nothing at weekends and on its holidays."
    if found.considered:
        papers = plural(found.considered, "paper")
        return f"Your arXiv feeds brought {papers}, and none that comes near what you follow."
    return "Your arXiv feeds brought nothing new this time."


def _counted(found: Round) -> str:
    ballots = plural(found.ballots, "ballot")
    if found.chose_nothing:
        return "Nobody approved a paper this time, so nothing is chosen."
    if found.decision is RoundDecision.NO_BALLOTS:
        # As former versions had it.
        return "Nobody approved a paper this time, so the top of the shortlist was taken."
    if found.decision is RoundDecision.TIE:
        most = max(pick.approvals or 0 for pick in found.picks)
        tied = sum(pick.approvals == most for pick in found.picks)
        return (
            f"{tied} papers tied with {plural(most, 'approval')} ({ballots}); the one higher on "
            "the shortlist wins."
        )
    return f"Most approvals: {score_line(found)}."
