"""What panels say of papers and rounds, as text."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from bot.arxiv.values import Health
from bot.figures import FLOOR
from bot.inputs.dates import say_date
from bot.papers.receipts import stages
from bot.papers.values import Overview, Round, RoundDecision
from bot.voting import Method, Stage, StageKind
from cogs.common.paper_text import SHOWN_AUTHORS as SHOWN_AUTHORS
from cogs.common.paper_text import authors as authors
from cogs.common.paper_text import more_authors as more_authors
from cogs.common.paper_text import title as title
from cogs.common.paper_text import venue as venue
from cogs.common.text import plural, stamp

_SAID = {Method.APPROVAL: "approved", Method.RUNOFF: "ranked", Method.STAR: "scored"}
_UNITS = {
    Method.APPROVAL: (),
    Method.RUNOFF: ("-# Ballots in each round",),
    Method.STAR: ("-# Points in all; of the last two, on how many ballots each is scored higher",),
}
_HOW_TO_NOMINATE = (
    "`/paper nominate` takes an arXiv id or link, one a week from each of you; the oldest two "
    "stand first on the list."
)


def score_line(found: Round) -> str:
    """What the winner won by."""
    counted = stages(found)
    last, won = counted[-1], _won(found)
    ballots = plural(found.ballots, "ballot")
    if last.kind is StageKind.APPROVALS:
        return f"{plural(won, 'approval')} on {ballots}"
    if last.kind is StageKind.CHOICES:
        return f"{won} of {_in_play(last)} in round {len(counted)}"
    if last.kind is StageKind.PREFERENCES:
        return f"scored higher on {won} of {ballots}"
    return f"{plural(won, 'point')} on {ballots}"


def short_finding(found: Round) -> str:
    """The same in a few words, for a picture's title."""
    counted = stages(found)
    if found.winner is None:
        return ""
    last, won = counted[-1], _won(found)
    by_rule = ", by the tie rule" if found.decision is RoundDecision.TIE else ""
    if last.kind is StageKind.CHOICES:
        of = f"{won} of {_in_play(last)}"
        return f"{of} in round {len(counted)}{by_rule}"
    if last.kind is StageKind.SCORES:
        return f"{plural(won, 'point')}{by_rule}"
    return f"{won} of {plural(found.ballots, 'ballot')}{by_rule}"


def decided(found: Round) -> str:
    """What decided a closed round, in a sentence or two."""
    if found.is_skipped:
        return "It was ended without a pick, so nothing is chosen; its papers can come back."
    gone = [pick.paper for pick in found.picks if pick.approvals is None]
    if not gone:
        return _counted(found)
    which = f"**{title(gone[0])}** was" if len(gone) == 1 else f"{len(gone)} papers were"
    it = "it" if len(gone) == 1 else "they"
    why = f"{which} withdrawn from arXiv before the close, so {it} could not be chosen."
    if found.chose_nothing:
        return f"{why} No other paper was {_SAID[found.method]}, so nothing is chosen."
    return f"{_counted(found)} {why}"


def tally_text(found: Round) -> str:
    """What every paper of a closed round got in each stage; those that did not count have none."""
    won = found.winner.key if found.winner else None
    lines = []
    for pick in found.picks:
        note = out_in(found, pick.paper.key)
        lines.append(
            f"{'●' if pick.paper.key == won else '○'} {_totals(found, pick.paper.key)} · "
            f"{pick.position}. {title(pick.paper)}" + (f" · {note}" if note else "")
        )
    return "\n".join([*_UNITS[found.method], *lines])


def out_in(found: Round, key: str) -> str:
    """When a paper left the count, or what it got in the last step of it; else nothing."""
    for number, stage in enumerate(stages(found), start=1):
        if stage.kind is StageKind.CHOICES and key in stage.out:
            return f"out in round {number}"
        if stage.kind is StageKind.PREFERENCES and key in stage.totals:
            return f"higher on {stage.totals[key]}"
    return ""


def totals_so_far(found: Round, stage: Stage) -> str:
    """The totals of an open vote by the papers' places on the list, and when they change."""
    what = {
        StageKind.APPROVALS: "Approvals",
        StageKind.CHOICES: "First choices",
    }.get(stage.kind, "Points")
    each = (
        f"**{pick.position}.** {stage.totals[pick.paper.key]}"
        for pick in found.picks
        if pick.paper.key in stage.totals and not pick.paper.is_withdrawn
    )
    totals = f"{what} so far, by place on the list: {' · '.join(each)}"
    return f"{totals}\n-# Counted anew with every {FLOOR} ballots that are new or changed."


def state(found: Round, now: datetime) -> str:
    """Until when a round takes ballots, or what came of it."""
    if found.takes_ballots(now):
        return f"Vote until {stamp(found.closes_at, 'F')} ({stamp(found.closes_at, 'R')})"
    text = f"Closed {stamp(found.vote_ended_at, 'F')}."
    if found.winner is None:
        return f"{text} {decided(found)}" if found.chose_nothing else text
    return f"{text} {outcome(found)} **{title(found.winner)}**."


def outcome(found: Round) -> str:
    """What stands before a winner's title: only ballots make it a pick of the group."""
    return (
        "The group picked" if found.is_picked else "Nobody voted for a paper; the first was taken:"
    )


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
    if found.is_skipped:
        return "The group skips this week's vote. Nominations wait for the next shortlist."
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
    """How a closed round was decided, whatever was withdrawn."""
    if found.chose_nothing:
        return f"Nobody {_SAID[found.method]} a paper this time, so nothing is chosen."
    if found.decision is RoundDecision.NO_BALLOTS:
        # As former versions had it.
        return "Nobody approved a paper this time, so the top of the shortlist was taken."
    if found.method is Method.RUNOFF:
        return " ".join(_runoff(found))
    if found.method is Method.STAR:
        return " ".join(_star(found))
    (stage,) = stages(found)
    if stage.tied:
        return (
            f"{len(stage.tied)} papers tied with {plural(_won(found), 'approval')} "
            f"({plural(found.ballots, 'ballot')}); the one higher on the shortlist wins."
        )
    return f"Most approvals: {score_line(found)}."


def _runoff(found: Round) -> Iterator[str]:
    counted = stages(found)
    yield f"It has more than half: {score_line(found)}."
    resting = found.ballots - sum(counted[-1].totals.values())
    if resting:
        those = "ballot ranks" if resting == 1 else "ballots rank"
        yield f"{resting} {those} none of the papers that were left by then."
    for number, stage in enumerate(counted, start=1):
        if stage.tied:
            tied = f"{len(stage.tied)} papers tied with the fewest ballots"
            yield f"In round {number}, {tied}; the one lowest on the shortlist left."
    if found.decision is RoundDecision.TIE:
        yield "Without that rule for ties another paper might have won."


def _star(found: Round) -> Iterator[str]:
    first, *rest = stages(found)
    if not rest:
        yield f"It was the only paper: {score_line(found)}."
        return
    meeting = rest[0]
    high, low = sorted((first.totals[key] for key in meeting.totals), reverse=True)
    yield f"Highest totals: {high} and {low} points."
    if first.tied:
        yield (
            f"{len(first.tied)} papers tied for a place in the last two; more fives, then the "
            "shortlist decided."
        )
    won, lost = _won(found), min(meeting.totals.values())
    if meeting.tied:
        how = "the higher total" if high > low else "more fives, then the shortlist"
        yield f"The last two are even, {won} to {lost} ballots; {how} decided."
    else:
        yield f"Of the last two, {plural(won, 'ballot')} scored it higher and {lost} lower."


def _won(found: Round) -> int:
    """The winner's total in the last stage."""
    assert found.winner is not None
    counted = stages(found)
    return counted[-1].totals[found.winner.key] if counted else 0


def _in_play(stage: Stage) -> str:
    return plural(sum(stage.totals.values()), "ballot")


def _totals(found: Round, key: str) -> str:
    """A paper's totals, one for each stage that counts the same."""
    counted = stages(found)
    mine = [
        str(stage.totals[key])
        for stage in counted
        if key in stage.totals and stage.kind is not StageKind.PREFERENCES
    ]
    return f"**{' → '.join(mine) or '–'}**"
