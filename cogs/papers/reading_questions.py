"""Five questions to read a paper with, by what kind of work it is. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from bot.arxiv.rules.paper_kind import PaperKind


class Questions(NamedTuple):
    """One for each thing to look at, in the order of reading."""

    claim: str
    method: str
    evidence: str
    limits: str
    use: str


LABELS: Mapping[str, str] = {
    "claim": "Claim",
    "method": "Method",
    "evidence": "Evidence",
    "limits": "Limits",
    "use": "Would we use it?",
}

KINDS: Mapping[PaperKind, str] = {
    PaperKind.SURVEY: "a survey",
    PaperKind.POSITION: "a position paper",
    PaperKind.BENCHMARK: "a benchmark or dataset",
    PaperKind.THEORY: "a work of theory",
    PaperKind.STUDY: "a study",
    PaperKind.SYSTEM: "a system or tool",
    PaperKind.METHOD: "a new method",
}
"""What each kind is called in a sentence."""

QUESTIONS: Mapping[PaperKind, Questions] = {
    PaperKind.METHOD: Questions(
        claim="What does it do better than what was there, and for whom is that a problem?",
        method="What is the one new idea? Could you draw it on a napkin?",
        evidence="Which comparison carries the claim, and is it fair: same data, same effort?",
        limits="Where would it break, and what did they not try?",
        use="What would it take to try it on something of ours, and what would convince you?",
    ),
    PaperKind.BENCHMARK: Questions(
        claim="What can be measured now that could not be measured before?",
        method="How were the items chosen and labelled, and who checked them?",
        evidence="Do the scores tell good systems from poor ones, or can they be had by a trick?",
        limits="What does it leave out, and could the answers be in the training data already?",
        use="Would a score on it change what we build or choose?",
    ),
    PaperKind.SURVEY: Questions(
        claim="How does it divide the field, and does that division help you?",
        method="How did they find and choose the works, and which years do they cover?",
        evidence="Take one work that you know: is it told rightly?",
        limits="Which line of work is missing, or is told from one side only?",
        use="Which one paper in it should we read next?",
    ),
    PaperKind.THEORY: Questions(
        claim="What is the main statement, in your own words and without symbols?",
        method="What is the idea of the proof: where does it get its strength from?",
        evidence="Which assumption does most of the work, and does it hold anywhere in practice?",
        limits="How far is the result from what is seen in experiments, and is it tight?",
        use="Does it change what you would try, or how you explain something?",
    ),
    PaperKind.STUDY: Questions(
        claim="What did they want to know, and what is their answer in one sentence?",
        method="What did they vary, what did they hold still, and what did they only observe?",
        evidence="Which figure carries the answer, and would it come out so a second time?",
        limits="What else could explain what they saw?",
        use="What would we do differently, if it is right?",
    ),
    PaperKind.SYSTEM: Questions(
        claim="What does it let people do, and who asked for that?",
        method="Which design choice is the one that matters, and what did it cost?",
        evidence="How do they show that it works: users, measurements, or a demonstration?",
        limits="What happens with ten times the load, other data, or somebody who means harm?",
        use="Would we rather run this, or build the small part that we need?",
    ),
    PaperKind.POSITION: Questions(
        claim="What do they want us to believe or do, in one sentence?",
        method="What are the steps of the argument, and which one is the weakest?",
        evidence="What do they show, and what do they only state?",
        limits="What would somebody say who disagrees, and do they answer that?",
        use="What would we change, if they are right?",
    ),
}
"""What to ask of each kind of paper."""
