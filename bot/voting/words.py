"""What the methods are called, how they decide, and what their rules for ties are."""

from __future__ import annotations

from bot.voting.values import Method, StageKind

NAMES = {
    Method.APPROVAL: "Approval",
    Method.RUNOFF: "Instant runoff",
    Method.STAR: "STAR",
}
HOW = {
    Method.APPROVAL: (
        "Every member could approve as many papers as they liked. The most approvals win."
    ),
    Method.RUNOFF: (
        "Every member could rank the papers. In each round the paper with the fewest ballots "
        "leaves, and its ballots go to their next choice, until one has more than half."
    ),
    Method.STAR: (
        "Every member could score the papers from 0 to 5. The two with the highest totals meet, "
        "and the one that more ballots score higher than the other wins."
    ),
}
TIE_RULES = {
    Method.APPROVAL: "Among equals the paper higher on the shortlist wins.",
    Method.RUNOFF: "Among equals the paper lower on the shortlist leaves first.",
    Method.STAR: (
        "Among equals the higher total goes first, then more fives, then the paper higher on the "
        "shortlist."
    ),
}
UNITS = {
    StageKind.APPROVALS: "approval",
    StageKind.CHOICES: "ballot",
    StageKind.SCORES: "point",
    StageKind.PREFERENCES: "ballot",
}


def counted(number: int, kind: StageKind) -> str:
    """``1 approval``, ``3 ballots``."""
    return f"{number} {UNITS[kind]}" + ("" if number == 1 else "s")
