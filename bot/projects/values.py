"""Projects as values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.milestones.values import Tally
from bot.plans.values import Block, ProjectGuide, ProjectStage
from bot.public_panels import PostedMessage, PublicPanel

POST, TAKE_DOWN = "projects.post", "projects.take-down"
"""The kinds of delivery that post a project to the group, and that delete such a post."""

POSTED_PROJECT = PublicPanel("project")
"""A project that its member released, in the announcements channel, by the project's id."""


@dataclass(frozen=True, slots=True)
class Description:
    """What a project is. ``pain_points`` and ``block`` are ids of the plan."""

    title: str
    summary: str = ""
    repository: str | None = None
    pain_points: tuple[str, ...] = ()
    block: str | None = None


@dataclass(frozen=True, slots=True)
class Risks:
    """Whom a project could harm and what is done about it, or why that is not written down."""

    risks: str = ""
    mitigations: str = ""
    reason: str = ""

    @property
    def is_assessed(self) -> bool:
        """Whether both risks and mitigations are written down."""
        return bool(self.risks and self.mitigations)

    @property
    def is_settled(self) -> bool:
        """Whether it may be published, as far as this goes (U12)."""
        return self.is_assessed or bool(self.reason)

    @property
    def parts(self) -> tuple[tuple[str, str], ...]:
        """What is written, with headings."""
        named = (
            ("Risks", self.risks),
            ("Mitigations", self.mitigations),
            ("Why there is no risk assessment", "" if self.is_assessed else self.reason),
        )
        return tuple(each for each in named if each[1])


@dataclass(frozen=True, slots=True)
class CaseStudy:
    """What came of a project; each part is empty where nothing is written."""

    demo: str | None = None
    results: str = ""
    tradeoffs: str = ""
    postmortem: str = ""

    @property
    def parts(self) -> tuple[tuple[str, str], ...]:
        """What is written, with headings."""
        named = (
            ("Results", self.results),
            ("Trade-offs", self.tradeoffs),
            ("Postmortem", self.postmortem),
        )
        return tuple(each for each in named if each[1])


@dataclass(frozen=True, slots=True)
class Project:
    """A member's project, in the stage with the id ``stage``, or published.

    ``published_on`` is its member's local date then. The group sees it from ``released_at`` on;
    ``post`` is where, ``trouble`` why it is not there. ``revision`` counts its texts.
    ``counted_number`` is the change of the milestone ``counted_as`` that counted it.
    """

    id: int
    guild_id: int
    user_id: int
    said: Description
    answers: Mapping[str, str]
    next_step: str
    stage: str
    risks: Risks
    case: CaseStudy
    begun_at: datetime
    updated_at: datetime
    published_at: datetime | None
    published_on: date | None
    released_at: datetime | None
    post: PostedMessage | None
    trouble: str | None
    revision: int
    counted_as: str | None
    counted_number: int | None

    @property
    def title(self) -> str:
        """Its title."""
        return self.said.title

    @property
    def is_published(self) -> bool:
        """Whether its member has finished it, for the group or for themselves."""
        return self.published_at is not None

    @property
    def is_released(self) -> bool:
        """Whether the group can read it."""
        return self.released_at is not None


@dataclass(frozen=True, slots=True)
class StageEntry:
    """That a project came to a stage. ``number`` counts from 1."""

    number: int
    stage: str
    entered_at: datetime


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a member looked at of ethics and bias in a stage: in words, by a link, or both."""

    words: str
    link: str | None
    written_at: datetime


@dataclass(frozen=True, slots=True)
class Progress:
    """The stages that a project came to, the latest last, and its checkpoints by stage."""

    history: tuple[StageEntry, ...]
    checkpoints: Mapping[str, Checkpoint]

    @property
    def number(self) -> int:
        """That of the latest stage; 0 where none is known."""
        return self.history[-1].number if self.history else 0

    @property
    def reached(self) -> frozenset[str]:
        """The stages that it came to."""
        return frozenset(each.stage for each in self.history)


class StepKind(StrEnum):
    """What comes next in a project: what its member wrote down, or else what is missing."""

    OWN = "own"
    QUESTIONS = "questions"
    CHECKPOINT = "checkpoint"
    MOVE_ON = "move-on"
    RISKS = "risks"
    CASE_STUDY = "case-study"
    PUBLISH = "publish"


@dataclass(frozen=True, slots=True)
class NextStep:
    """The next step of a project; ``stage`` is the one that it is about."""

    kind: StepKind
    stage: ProjectStage | None = None


@dataclass(frozen=True, slots=True)
class StageAudit:
    """A stage in an audit: whether the project came here or past it, and its checkpoint, if any."""

    id: str
    title: str
    question: str
    is_reached: bool
    checkpoint: Checkpoint | None

    @property
    def is_missing(self) -> bool:
        """Whether the project came here, and nothing is written."""
        return self.is_reached and self.checkpoint is None


@dataclass(frozen=True, slots=True)
class Audit:
    """Which checkpoints of a project are written, stage by stage, and how its risks stand."""

    stages: tuple[StageAudit, ...]
    risks: Risks

    @property
    def missing(self) -> tuple[StageAudit, ...]:
        """The stages that it came to without a word on ethics and bias."""
        return tuple(each for each in self.stages if each.is_missing)

    @property
    def is_whole(self) -> bool:
        """Whether every stage has its checkpoint, and risks and mitigations are written down."""
        return self.risks.is_assessed and all(each.checkpoint for each in self.stages)


@dataclass(frozen=True, slots=True)
class Published:
    """That a member published a project, ``on`` their local date; see `Project`."""

    project_id: int
    title: str
    on: date
    counted_as: str | None
    counted_number: int | None


@dataclass(frozen=True, slots=True)
class CountingMilestone:
    """A milestone that counts projects; ``number`` is that of its last change.

    ``tally`` is that of the present period, None for one that is done once and for all.
    """

    id: str
    title: str
    number: int
    tally: Tally | None


@dataclass(frozen=True, slots=True)
class ProjectCount:
    """How a member's projects stand with the plan (P11).

    ``published`` counts those that they published in the present period, or all where the plan
    asks for none; ``takes`` are the ids of those that ``milestone`` may still count, ``counted`` of
    those that it counts. ``audit`` is the open milestone that a project with a whole audit
    finishes.
    """

    published: int
    milestone: CountingMilestone | None
    takes: frozenset[int]
    counted: frozenset[int]
    audit: CountingMilestone | None


@dataclass(frozen=True, slots=True)
class ShownProject:
    """A project with all that belongs to it; ``count`` is its own member's alone."""

    project: Project
    progress: Progress
    guide: ProjectGuide
    block: Block | None
    count: ProjectCount | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """A project after it was to move on; ``leaves`` is the stage whose checkpoint is asked for
    first: then nothing has moved."""

    shown: ShownProject
    leaves: ProjectStage | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which projects a list shows: one's own or those that the group can read.

    ``stage`` and ``block`` are ids; empty for all.
    """

    mine: bool = True
    stage: str = ""
    block: str = ""


@dataclass(frozen=True, slots=True)
class ProjectList:
    """A page of projects. ``total`` fit what is ``wanted``; the other counts are of all."""

    projects: Sequence[Project]
    wanted: Wanted
    page: int
    pages: int
    total: int
    mine: int
    released: int
    guide: ProjectGuide
    blocks: tuple[Block, ...]
    count: ProjectCount


@dataclass(frozen=True, slots=True)
class AuditedProject:
    """One of a member's projects beside its audit."""

    project: Project
    audit: Audit
