"""What kind of work a paper is, by stated signs in its title and abstract. Pure.

The title decides first, since authors name there what they give; then the abstract. Kinds are asked
in the order of `PaperKind`, and the first with a sign is taken; a paper without any is a method,
which most papers are.
"""

from __future__ import annotations

import re
from enum import StrEnum


class PaperKind(StrEnum):
    """What a paper gives its readers."""

    SURVEY = "survey"
    POSITION = "position"
    BENCHMARK = "benchmark"
    THEORY = "theory"
    STUDY = "study"
    SYSTEM = "system"
    METHOD = "method"


_GIVE = r"(?:introduc|present|propos|releas|construct|creat|curat|build|develop|contribut|collect)"

# Anywhere in a title.
_IN_TITLE = {
    PaperKind.SURVEY: r"\b(?:an? (?:[\w-]+ ){0,3}survey|surveys? o[fn]|surveying"
    r"|(?:systematic|literature|comprehensive|critical) review|a review|review of"
    r"|an? (?:[\w-]+ )?overview|a tutorial|a primer|a roadmap)\b",
    PaperKind.POSITION: r"^position:|\bposition paper\b|^perspective:|\bmanifesto\b"
    r"|\ba call (?:for|to)\b|\bwe (?:need|should|must)\b|\bshould (?:not|be|stop)\b",
    PaperKind.BENCHMARK: r"\bbenchmark(?:s|ing)?\b|\bdatasets?\b|\b(?:corpus|corpora)\b"
    r"|\btest ?bed\b|\bleaderboard\b|\b(?:test|evaluation) suite\b|\b\w+-?bench\b|\bchallenge\b:",
    PaperKind.THEORY: r"\b(?:a|the|towards a) (?:[\w-]+ )?theory\b(?! of mind)|\btheoretical\b"
    r"|\bprovabl[ey]\b|\bbounds\b|\b(?:rates? of )?convergence (?:of|rates?|analysis)\b"
    r"|\b(?:sample|computational) complexity\b|\bidentifiability\b|\bminimax\b"
    r"|\bimpossibility\b|\bno[- ]free[- ]lunch\b",
    PaperKind.STUDY: r"\b(?:empirical|comparative|case|user|large-scale|pilot) (?:study|analysis"
    r"|evaluation|comparison|investigation)\b|\b(?:a|the) study\b|\bcloser? look\b|\blessons\b"
    r"|(?:^|: )(?:understanding|evaluating|investigating|analy[sz]ing"
    r"|assessing|probing|dissecting|exploring|comparing|measuring|on the)\b|\?$|\?:",
    PaperKind.SYSTEM: r"\b(?:toolkit|toolbox|library|platform|compiler|infrastructure|open-source"
    r"|operating system|software|technical report|serving)\b",
}

_IN_ABSTRACT = {
    PaperKind.SURVEY: r"\bthis (?:survey|review|overview|tutorial)\b|\bwe (?:survey|review)\b"
    r"|\b(?:paper|article|work) (?:surveys|reviews)\b"
    r"|\b(?:comprehensive|systematic) (?:literature )?(?:survey|review|overview)\b",
    PaperKind.POSITION: r"\bthis (?:position|perspective)\b|\bposition paper\b"
    r"|\bin this (?:paper|article|work),? we argue\b|\b(?:paper|article|work|essay) argues\b",
    PaperKind.BENCHMARK: rf"\b(?:we|paper|work)\b[^.]{{0,40}}\b{_GIVE}\w*\b[^.]{{0,60}}?"
    r"\b(?:benchmark|dataset|data set|corpus|test suite|testbed)\b(?! (?:results|performance))",
    PaperKind.THEORY: r"\bwe (?:also |further |then )?(?:prove|derive)\b"
    r"|\b(?:sample|query) complexity\b|\bminimax\b|\b(?:upper|lower|regret|generali[sz]ation)"
    r" bounds?\b|\btheorems?\b",
    PaperKind.STUDY: r"\b(?:empirical|comparative|systematic|large-scale|user) (?:study|analysis"
    r"|evaluation|comparison|investigation)\b|\bwe (?:conduct|carry out|perform) [^.]{0,40}"
    r"\b(?:study|analysis|evaluation|experiments)\b|\bthis (?:study|paper|work) (?:investigates"
    r"|examines|evaluates|explores|compares|analy[sz]es|studies)\b|\bwe (?:investigate|examine"
    r"|evaluate|study|analy[sz]e|compare)\b",
    PaperKind.SYSTEM: rf"\b(?:we|paper|work)\b[^.]{{0,30}}\b{_GIVE}\w*\b[^.]{{0,50}}?"
    r"\b(?:system|toolkit|library|platform|engine|open-source)\b",
}

# Nearly every abstract studies something, or collects data on the way: one that gives a method of
# its own is asked about that.
_ON_THE_WAY = frozenset((PaperKind.STUDY, PaperKind.SYSTEM, PaperKind.BENCHMARK))
_GIVES = re.compile(
    rf"\b(?:we|paper|work|study)\b[^.]{{0,30}}\b{_GIVE}\w*\b[^.]{{0,60}}?\b(?:method|framework"
    r"|approach|model|algorithm|architecture|technique|mechanism|paradigm|pipeline|strategy"
    r"|loss|network)\b",
    re.IGNORECASE,
)


def _compiled(signs: dict[PaperKind, str]) -> dict[PaperKind, re.Pattern[str]]:
    return {kind: re.compile(signs[kind], re.IGNORECASE) for kind in PaperKind if kind in signs}


_SIGNS_IN_TITLE, _SIGNS_IN_ABSTRACT = _compiled(_IN_TITLE), _compiled(_IN_ABSTRACT)


def kind_of(title: str, abstract: str) -> PaperKind:
    """The kind of a paper, by the first sign of one in its title, or else in its abstract."""
    title, abstract = " ".join(title.split()), " ".join(abstract.split())
    for kind, sign in _SIGNS_IN_TITLE.items():
        if sign.search(title):
            return kind
    for kind, sign in _SIGNS_IN_ABSTRACT.items():
        if sign.search(abstract) and not (kind in _ON_THE_WAY and _GIVES.search(abstract)):
            return kind
    return PaperKind.METHOD
