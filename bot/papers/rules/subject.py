"""What a plan is about, as a ranking needs it: its blocks in words, and its own papers. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bot.arxiv.rules import identifiers, venues
from bot.plans.values import Block as PlanBlock
from bot.plans.values import Plan
from bot.ranking.phrases import Phrases, normal, searchable
from bot.ranking.values import Block

_MOST_WORDS = 3
_SHORTEST = 3
# What joins two things in a title or a topic, and what only leads up to one.
_BETWEEN = re.compile(
    r"[,:;()\u2013\u2014]|(?<![\w-])(?:and|or|as|for|with|beyond|between|that|what|to|from|by|when"
    r"|on|in|of|about|into|at|its|it|them|your|you|is|are|every|each)(?![\w-])",
    re.IGNORECASE,
)
# Alone they stand in papers on anything.
_SAYS_NOTHING = re.compile(
    r"abstract|answers|audience|build|business|choosing|classify|code|compared|complex|"
    r"convex|deliverable|deploy|design|detect|discord|documentation|edge|feedback|findings|"
    r"forums|framing|friday|group|images|implement|kept|labelling|learned|like|losses|"
    r"margins|method|model|models|monday|monitoring|month|networking|online|organising|"
    r"pictures|pipeline|pipelines|platforms|practice|project|public|quarter|reddit|reflect|"
    r"research|rest|results|routine|scale|sequences|share|site|specialisation|stress|study|"
    r"summaries|technical|tests|text|try|tuning|vision|way",
    re.IGNORECASE,
)
_LEADING = re.compile(
    r"^(?:(?:a|an|the|one|two|several|core|advanced|deeper|modern|newer|first|new|given|complex)\s+)+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class PlanPaper:
    """A paper that the plan names, by its arXiv id without version, with the plan's words on it."""

    key: str
    title: str
    authors: tuple[str, ...]
    text: str


def plan_papers(plan: Plan) -> tuple[PlanPaper, ...]:
    """The papers of a plan, each once: those of its components, then its articles at arXiv."""
    found = {
        paper.arxiv: PlanPaper(paper.arxiv, paper.title, paper.authors, paper.why)
        for paper in plan.papers
    }
    for resource in plan.resources:
        key = _key_in(resource.url) if resource.url else None
        if key is not None:
            found.setdefault(key, PlanPaper(key, resource.title, (), resource.text))
    return tuple(found.values())


def venues_of(plan: Plan, others: Iterable[str]) -> tuple[str, ...]:
    """The venues that the plan's blocks name and ``others``, as papers' own venues are called."""
    told = (
        text
        for block in plan.blocks
        for text in (
            *block.objectives,
            *(text for part in block.components for text in (part.summary, *part.topics)),
            *(text for each in block.milestones for text in (each.title, each.text)),
        )
    )
    return tuple(
        dict.fromkeys((*venues.named_in("\n".join(told)), *map(venues.usual_name, others)))
    )


def blocks_where(plan: Plan, standing: Mapping[str, int]) -> tuple[Block, ...]:
    """The blocks where members stand, with what each is about, in the plan's order.

    ``standing`` has how many members are in each block, by its id. The words that the plan's
    glossary explains come first, then its topics, components and milestones.
    """
    glossary = Phrases(term.term for term in plan.glossary)
    return tuple(
        Block(f"block {number}: {block.title}", _terms(block, glossary), standing[block.id])
        for number, block in enumerate(plan.blocks, start=1)
        if standing.get(block.id)
    )


def _terms(block: PlanBlock, glossary: Phrases) -> tuple[str, ...]:
    texts = list(_texts(block))
    explained = glossary.find(searchable(normal("\n".join(texts))))
    topics = {topic for component in block.components for topic in component.topics}
    phrases = [
        phrase for text in texts for phrase in _phrases(text) if _is_telling(phrase, text in topics)
    ]
    unique: dict[str, str] = {}
    for phrase in (*explained, *phrases):
        unique.setdefault(normal(phrase), phrase)
    return tuple(unique.values())


def _texts(block: PlanBlock) -> Iterator[str]:
    """The block's topics, the titles of its components, of its milestones, and its own."""
    for component in block.components:
        yield from component.topics
    for component in block.components:
        yield component.title
    for milestone in block.milestones:
        yield milestone.title
    yield block.title


def _phrases(text: str) -> Iterator[str]:
    """The short phrases of a line: long ones stand in no other text."""
    for part in _BETWEEN.split(text):
        phrase = _LEADING.sub("", " ".join(part.split()))
        if len(phrase) >= _SHORTEST and len(phrase.split()) <= _MOST_WORDS:
            yield phrase


def _is_telling(phrase: str, is_of_topic: bool) -> bool:
    """Whether a phrase tells papers apart: a single word does if it is a topic or an acronym."""
    if " " in phrase:
        return True
    is_acronym = phrase[1:] != phrase[1:].lower()
    return (is_of_topic or is_acronym) and not _SAYS_NOTHING.fullmatch(phrase)


def _key_in(url: str) -> str | None:
    """The key of the paper that an address leads to, or None."""
    try:
        return identifiers.parse(url).key
    except ValueError:
        return None
