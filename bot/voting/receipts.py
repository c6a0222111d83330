"""The public file of a vote that is over: how it was counted, and the codes of what counted (U9).

Each ballot has a random code that only its voter is shown. The file lists the codes of all ballots
that were counted, in the order of the alphabet, so that a member finds theirs and sees that the
number of codes is that of the ballots. It does not say what a ballot with a code holds: a code that
one shows to others proves that one voted, and nothing of the choice, and nobody finds a person by
it. Nor, therefore, can the vote be counted again from the file; each checks their own ballot in
private, and a screenshot of that is as easily made as any picture.

The file follows from what was kept at the close. Whoever is forgotten or leaves later changes no
byte of it, so that two copies of different days tell nobody who that was.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from bot.voting.values import Method, Stage, StageKind
from bot.voting.words import HOW, NAMES, TIE_RULES, counted

CODE_LENGTH = 8
ALPHABET = "BCDFGHJKLMNPQRSTVWXZ"
"""No vowels, lest a code reads as a word."""

_HEADINGS = {
    StageKind.APPROVALS: "Approvals",
    StageKind.CHOICES: "Round {number}",
    StageKind.SCORES: "Totals of the scores",
    StageKind.PREFERENCES: "The last two: on how many ballots each is scored higher",
}


@dataclass(frozen=True, slots=True)
class Receipts:
    """A vote that is over, as its file tells it.

    ``titles`` are those of the shortlist by key, in its order, ``gone`` those that were withdrawn
    before the close. ``codes`` is None for a vote of before there were codes.
    """

    period: date
    closed_at: datetime
    method: Method
    titles: dict[str, str]
    gone: frozenset[str]
    ballots: int
    stages: tuple[Stage, ...]
    winner: str | None
    by_tie_rule: bool
    codes: tuple[str, ...] | None


def spelled(code: str) -> str:
    """A code in two halves, as people read it: ``KTRM-WQPD``."""
    half = CODE_LENGTH // 2
    return f"{code[:half]}-{code[half:]}"


def file_name(period: date) -> str:
    """What the file is called."""
    return f"vote-{period.isoformat()}.md"


def as_text(vote: Receipts) -> str:
    """The file, as Markdown that reads as plain text too."""
    closed = vote.closed_at.astimezone(UTC)
    lines = [
        f"# The vote on papers of {vote.period.isoformat()}",
        "",
        f"- Closed: {closed:%Y-%m-%d %H:%M} UTC",
        f"- Method: {NAMES[vote.method]}. {HOW[vote.method]}",
        f"- Ties: {TIE_RULES[vote.method]}",
        f"- Ballots: {vote.ballots}",
        f"- Result: {_result(vote)}",
        "",
        "## Shortlist",
        "",
        *(
            f"{position}. {_plain(title)} ({key})" + (", withdrawn" if key in vote.gone else "")
            for position, (key, title) in enumerate(vote.titles.items(), start=1)
        ),
    ]
    for number, stage in enumerate(vote.stages, start=1):
        lines += ["", *_stage(vote, stage, number)]
    return "\n".join([*lines, "", *_codes(vote), ""])


def _result(vote: Receipts) -> str:
    if vote.winner is None:
        return "no ballot was for a paper"
    how = ", by the rule for ties" if vote.by_tie_rule else ""
    return f"{_named(vote, vote.winner)}{how}"


def _stage(vote: Receipts, stage: Stage, number: int) -> Iterable[str]:
    yield f"## {_HEADINGS[stage.kind].format(number=number)}"
    yield ""
    for key, total in stage.totals.items():
        yield f"- {counted(total, stage.kind)}: {_named(vote, key)}"
    if stage.tied:
        yield f"- Equal: {_listed(vote, stage.tied)}. The rule for ties decided."
    if stage.kind is StageKind.CHOICES and stage.out:
        yield f"- Leaves: {_listed(vote, stage.out)}"


def _codes(vote: Receipts) -> Iterable[str]:
    yield "## Ballots that were counted"
    yield ""
    if vote.codes is None:
        yield "This vote is from before ballots had codes."
        return
    yield (
        "Each by its code, in the order of the alphabet. A code says that its ballot was counted, "
        "not what it holds and not whose it is; the member alone sees that, by *Check my ballot*."
    )
    yield ""
    yield from (f"- {spelled(code)}" for code in sorted(vote.codes))
    if not vote.codes:
        yield "None."


def _listed(vote: Receipts, keys: Iterable[str]) -> str:
    return "; ".join(_named(vote, key) for key in keys)


def _named(vote: Receipts, key: str) -> str:
    return f"{list(vote.titles).index(key) + 1}. {_plain(vote.titles[key])}"


def _plain(title: str) -> str:
    return " ".join(title.split())
