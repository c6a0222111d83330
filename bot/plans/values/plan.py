"""A plan as values: what a group studies, in which order, by when, and how its week looks.

Everything here is frozen. The bounds on each field are part of its type, so that one reading of the
file checks them all; they keep every text inside Discord's limits: titles fit an autocomplete
choice (100 characters) with a status mark, ids fit a custom id (100) with its prefix.

The types of the fields are pydantic's, which takes 10 MiB: only `table_reader` imports them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

if TYPE_CHECKING:
    from pydantic import Field, Strict

    from bot.plans.values.bounds import (
        ID_PATTERN,
        CountRange,
        Hint,
        Label,
        Line,
        Lines,
        LongTitle,
        References,
        Slug,
        Text,
        Title,
        Url,
    )

ARXIV_PATTERN = r"^(\d{4}\.\d{4,5}|[a-z-]+(\.[A-Z]{2})?/\d{7})$"
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

Repeats = Literal["week", "month", "quarter", "half-year", "year"]
"""The calendar's periods in each of which a milestone can be done again."""

Counts = Literal[
    "paper-reviews",
    "mini-retros",
    "shares",
    "events-attended",
    "projects",
    "project-audits",
    "contributions",
    "self-ratings",
    "partners",
    "talks",
]
"""What else members do that a milestone can count: reviews of papers that they publish, months that
they look back on, knowledge shares that they log, conferences and meetups that they go to, projects
that they publish, projects of which the ethics of every stage is written down, contributions to
open source that were merged, ratings of themselves on the axes, study partners whom they met, talks
that they give on an evening of the group."""

COUNTED_ONCE: tuple[Counts, ...] = ("project-audits", "contributions", "partners", "talks")
"""Those that a milestone can count once and for all; others need a period."""

DayTopic = Literal["news", "paper", "build", "community", "reflect"]
"""What a day of the routine is about, so that its message can bring what the group has on it."""

PUBLISHED = "published"
"""What a project is after its last stage; a plan's stages have other ids."""

MAX_TIMES = 50
Span = tuple[int, int]
"""From, to."""

MAX_IN_COMPONENT = 25


@dataclass(frozen=True, slots=True)
class Milestone:
    """Something a member can finish. `hours` is an estimate (from, to).

    With `repeats` it can be done again in each period, `times` in each (one if it is not said); it
    is never finished then, and in no percentage. `hours` are for one time. What it `counts` is
    done elsewhere, and offered there to be counted here; never by itself.
    """

    id: Slug
    title: Title
    text: Text
    hours: CountRange | None = None
    needs: References = ()
    path: Slug | None = None
    repeats: Repeats | None = None
    times: Annotated[int, Strict(), Field(ge=1, le=MAX_TIMES)] | None = None
    axes: References = ()
    counts: Counts | None = None


@dataclass(frozen=True, slots=True)
class Component:
    """A part of a block: what to study, questions to ask, and the milestones that prove it."""

    id: Slug
    title: Title
    summary: Text
    topics: Lines = ()
    questions: Lines = ()
    milestones: Annotated[tuple[Milestone, ...], Field(max_length=MAX_IN_COMPONENT)] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A stage of the plan. `rhythm` says its length in words.

    `weeks` is an estimate (from, to), absent for blocks that roll on.
    """

    id: Slug
    title: Title
    summary: Text
    rhythm: Line
    objectives: Lines
    components: Annotated[tuple[Component, ...], Field(min_length=1, max_length=12)]
    weeks: CountRange | None = None

    @property
    def milestones(self) -> tuple[Milestone, ...]:
        """All milestones of the block, in file order."""
        return tuple(m for component in self.components for m in component.milestones)


@dataclass(frozen=True, slots=True)
class Path:
    """A specialisation. A milestone with `path` set to its id is shown to those who chose it."""

    id: Slug
    title: Title
    short: Annotated[str, Strict(), Field(min_length=1, max_length=20)]
    study: Lines
    practice: Lines
    datasets: Lines
    challenge: Lines


@dataclass(frozen=True, slots=True)
class Target:
    """A date of the example flow: its milestones are due weeks or months after the start."""

    id: Slug
    title: Title
    milestones: Annotated[tuple[Slug, ...], Field(min_length=1, max_length=12)]
    week: Annotated[int, Strict(), Field(ge=1, le=260)] | None = None
    month: Annotated[int, Strict(), Field(ge=1, le=60)] | None = None


@dataclass(frozen=True, slots=True)
class DayPrompt:
    """The prompt of one weekday. Optional days are off until a member chooses them.

    With a `topic` its message brings what there is on it: headlines on a day of news.
    """

    day: Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
    title: Title
    text: Text
    optional: Annotated[bool, Strict()] = False
    resources: References = ()
    topic: DayTopic | None = None

    @property
    def weekday(self) -> int:
        """The day as `date.weekday()` counts: Monday is 0."""
        return WEEKDAYS.index(self.day)


@dataclass(frozen=True, slots=True)
class Axis:
    """An axis of the competency matrix. `levels` describes each level, lowest (1) first."""

    id: Slug
    title: Title
    text: Line
    levels: Annotated[tuple[Line, ...], Field(min_length=2, max_length=10)]


@dataclass(frozen=True, slots=True)
class SelfCheck:
    """The two questions after a rating on the axes: where one has grown, where to focus more."""

    grown: Label
    focus: Label


@dataclass(frozen=True, slots=True)
class Afterwards:
    """The questions at a cycle's end: what moved, what drained one, what deserves to be celebrated.

    Whoever answers does so for themselves.
    """

    progress: Label
    drained: Label
    party: Label


@dataclass(frozen=True, slots=True)
class Link:
    """A titled address."""

    title: Title
    url: Url


@dataclass(frozen=True, slots=True)
class Term:
    """A glossary entry."""

    id: Slug
    term: Title
    text: Text
    links: Annotated[tuple[Link, ...], Field(max_length=5)] = ()


@dataclass(frozen=True, slots=True)
class Resource:
    """Something to learn from. `topic` sorts books and articles, `by` names who made it.

    `blocks` names the blocks that it helps with; it is shown there. `instead` marks it as reported
    dead, and names the resource that serves in its place. `feed` is the address of its RSS or Atom
    feed, which a group can follow.
    """

    id: Slug
    kind: Literal["course", "docs", "forum", "newsletter", "book", "article"]
    title: Title
    text: Line
    by: Title | None = None
    url: Url | None = None
    topic: Title | None = None
    blocks: References = ()
    instead: Slug | None = None
    feed: Url | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper that the plan recommends at a component. `arxiv` is the id without version."""

    arxiv: Annotated[str, Strict(), Field(pattern=ARXIV_PATTERN)]
    title: LongTitle
    authors: Annotated[tuple[Title, ...], Field(min_length=1, max_length=60)]
    year: Annotated[int, Strict(), Field(ge=1900, le=2200)]
    component: Slug
    why: Text

    @property
    def url(self) -> str:
        """The page of the paper's newest version."""
        return f"https://arxiv.org/abs/{self.arxiv}"


@dataclass(frozen=True, slots=True)
class Tip:
    """A word on workload or motivation."""

    id: Slug
    title: Title
    text: Line


@dataclass(frozen=True, slots=True)
class ProjectQuestion:
    """A question that a project answers before anything is built. `label` names its field."""

    id: Slug
    label: Label
    text: Hint


@dataclass(frozen=True, slots=True)
class PainPoint:
    """What projects commonly suffer from, to be thought of while one is scoped."""

    id: Slug
    title: Label
    text: Hint


@dataclass(frozen=True, slots=True)
class ProjectStage:
    """A stage of a project. `checkpoint` is what its look at ethics and bias asks."""

    id: Annotated[str, Strict(), Field(max_length=20, pattern=ID_PATTERN)]
    title: Annotated[str, Strict(), Field(min_length=1, max_length=30)]
    text: Line
    checkpoint: Hint


@dataclass(frozen=True, slots=True)
class ProjectGuide:
    """What guides the projects of a plan's members; after its last stage one is published."""

    questions: Annotated[tuple[ProjectQuestion, ...], Field(min_length=1, max_length=5)]
    pain_points: Annotated[tuple[PainPoint, ...], Field(min_length=1, max_length=10)]
    stages: Annotated[tuple[ProjectStage, ...], Field(min_length=1, max_length=8)]


@dataclass(frozen=True, slots=True)
class About:
    """What the plan is. `before` is read ahead of block 1, `after` at the end of a cycle."""

    id: Slug
    title: Title
    summary: Text
    before: Text | None = None
    after: Text | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole plan. Every reference in it resolves, ids are unique, `needs` has no cycle."""

    # For its parts too: unknown keys are refused, types are looked up when the first plan is read.
    __pydantic_config__: ClassVar[dict[str, Any]] = {"extra": "forbid", "defer_build": True}

    plan: About
    blocks: Annotated[tuple[Block, ...], Field(min_length=1, max_length=20)]
    paths: Annotated[tuple[Path, ...], Field(max_length=10)] = ()
    flow: Annotated[tuple[Target, ...], Field(max_length=50)] = ()
    routine: Annotated[tuple[DayPrompt, ...], Field(max_length=7)] = ()
    axes: Annotated[tuple[Axis, ...], Field(max_length=12)] = ()
    glossary: Annotated[tuple[Term, ...], Field(max_length=200)] = ()
    resources: Annotated[tuple[Resource, ...], Field(max_length=200)] = ()
    papers: Annotated[tuple[Paper, ...], Field(max_length=100)] = ()
    tips: Annotated[tuple[Tip, ...], Field(max_length=25)] = ()
    projects: ProjectGuide | None = None
    self_check: SelfCheck | None = None
    afterwards: Afterwards | None = None

    def __hash__(self) -> int:
        """Of what it is about alone: to hash hundreds of milestones is what look-ups would cost."""
        return hash(self.plan)

    @property
    def title(self) -> str:
        """The plan's title."""
        return self.plan.title

    @property
    def milestones(self) -> tuple[Milestone, ...]:
        """All milestones of every path, in file order."""
        return tuple(m for block in self.blocks for m in block.milestones)

    def walk(self) -> Iterator[tuple[Block, Component, Milestone]]:
        """Every milestone with the block and component it stands in, in file order."""
        for block in self.blocks:
            for component in block.components:
                for milestone in component.milestones:
                    yield block, component, milestone

    def milestone(self, milestone_id: str) -> Milestone | None:
        """The milestone with this id, or None."""
        return next((m for m in self.milestones if m.id == milestone_id), None)

    def block(self, block_id: str) -> Block | None:
        """The block with this id, or None."""
        return next((b for b in self.blocks if b.id == block_id), None)

    def path(self, path_id: str) -> Path | None:
        """The path with this id, or None."""
        return next((p for p in self.paths if p.id == path_id), None)

    def instead_of(self, resource: Resource) -> Resource | None:
        """What serves in the place of one that is reported dead, or None."""
        return next((r for r in self.resources if r.id == resource.instead), None)

    def day(self, weekday: int) -> DayPrompt | None:
        """The prompt of a weekday (Monday is 0), or None if the routine leaves it free."""
        return next((d for d in self.routine if d.weekday == weekday), None)
