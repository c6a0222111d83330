"""What a project may say, what comes next in it, and how its audit stands. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from bot.errors import UserError
from bot.inputs.links import clean_link
from bot.inputs.text import visible_line, visible_text
from bot.plans.values import Plan, ProjectGuide, ProjectStage
from bot.projects.guide import stage_of
from bot.projects.values import (
    Audit,
    CaseStudy,
    Description,
    NextStep,
    Progress,
    Project,
    Risks,
    StageAudit,
    StepKind,
)

MAX_TITLE, MAX_SUMMARY, MAX_STEP = 80, 300, 150
MAX_ANSWER, MAX_WORDS, MAX_REASON, MAX_PART = 1000, 1000, 500, 2000
MOST_PROJECTS = 40
"""So many projects may one member have."""


def description(
    plan: Plan,
    guide: ProjectGuide,
    *,
    title: str,
    summary: str,
    repository: str,
    pain_points: Sequence[str],
    block: str,
) -> Description:
    """What a project is, as it was typed and picked.

    Raises:
        UserError: it has no title, something is too long, the link is none, or what was picked is
            not in the plan.
    """
    name = visible_line(title)
    if not name:
        raise UserError("Give it a title, a few words that you will know it by.")
    known = {each.id for each in guide.pain_points}
    if not known.issuperset(pain_points) or (block and plan.block(block) is None):
        raise UserError("What you picked is not in the plan any more. Pick again.")
    return Description(
        title=_fitting("The title", name, MAX_TITLE),
        summary=_fitting("What it is about", visible_text(summary), MAX_SUMMARY),
        repository=clean_link(repository),
        pain_points=tuple(dict.fromkeys(pain_points)),
        block=block or None,
    )


def answers(
    guide: ProjectGuide, before: Mapping[str, str], typed: Mapping[str, str]
) -> dict[str, str]:
    """The answers to the guiding questions; those to questions of a former plan stay.

    Raises:
        UserError: one is too long.
    """
    found = dict(before)
    for question in guide.questions:
        text = visible_text(typed.get(question.id, ""))
        found[question.id] = _fitting(f"*{question.label}*", text, MAX_ANSWER)
    return {key: text for key, text in found.items() if text}


def checkpoint(words: str, link: str) -> tuple[str, str | None]:
    """What was looked at of ethics and bias: words, and a link.

    Raises:
        UserError: neither is there, the words are too many, or the link is none.
    """
    kept, address = visible_text(words), clean_link(link)
    if not kept and address is None:
        raise UserError("A sentence is enough, or a link to where you wrote it down.")
    return _fitting("What you looked at", kept, MAX_WORDS), address


def next_step(text: str) -> str:
    """The next step as it is kept; empty for none.

    Raises:
        UserError: it is too long.
    """
    return _fitting("The next step", visible_line(text), MAX_STEP)


def risks(*, risks: str, mitigations: str, reason: str) -> Risks:
    """Risks and mitigations, or why there are none (U12).

    Raises:
        UserError: something is too long, or there is neither both nor a reason.
    """
    found = Risks(
        _fitting("The risks", visible_text(risks), MAX_PART),
        _fitting("The mitigations", visible_text(mitigations), MAX_PART),
        _fitting("The reason", visible_text(reason), MAX_REASON),
    )
    if not found.is_settled:
        raise UserError(
            "Write down both the risks and what you do about them, or say in a line why there is "
            "no risk assessment."
        )
    return found


def case_study(*, demo: str, results: str, tradeoffs: str, postmortem: str) -> CaseStudy:
    """What came of a project.

    Raises:
        UserError: nothing of the results is said, something is too long, or the link is none.
    """
    found = CaseStudy(
        clean_link(demo),
        _fitting("The results", visible_text(results), MAX_PART),
        _fitting("The trade-offs", visible_text(tradeoffs), MAX_PART),
        _fitting("The postmortem", visible_text(postmortem), MAX_PART),
    )
    if not found.results:
        raise UserError("Say in a line what came out of it; the other parts may stay empty.")
    return found


def check_publishable(project: Project) -> None:
    """Check that a project has what publishing asks for.

    Raises:
        UserError: its risks are not settled (U12), or nothing is said of its results.
    """
    if not project.risks.is_settled:
        raise UserError(
            "Before it is published, write down the risks and what you do about them. *Risks* "
            "takes them, or the reason why there are none."
        )
    if not project.case.results:
        raise UserError(
            "Before it is published, say in a line what came out of it. *Case study* takes it."
        )


def following(guide: ProjectGuide, stage: str, reached: Collection[str]) -> ProjectStage | None:
    """The stage after one; None after the last.

    After one that the plan no longer has comes the first that the project did not come to.
    """
    ids = [each.id for each in guide.stages]
    if stage in ids:
        return next(iter(guide.stages[ids.index(stage) + 1 :]), None)
    return next((each for each in guide.stages if each.id not in reached), None)


def step_of(guide: ProjectGuide, project: Project, progress: Progress) -> NextStep:
    """What comes next: what its member wrote down, else what is missing where it stands."""
    if project.next_step:
        return NextStep(StepKind.OWN)
    stage = stage_of(guide, project.stage)
    if not project.answers:
        return NextStep(StepKind.QUESTIONS)
    if stage is not None and stage.id not in progress.checkpoints:
        return NextStep(StepKind.CHECKPOINT, stage)
    after = following(guide, project.stage, progress.reached)
    if after is not None:
        return NextStep(StepKind.MOVE_ON, after)
    if not project.risks.is_settled:
        return NextStep(StepKind.RISKS)
    if not project.case.results:
        return NextStep(StepKind.CASE_STUDY)
    return NextStep(StepKind.PUBLISH)


def audit(guide: ProjectGuide, project: Project, progress: Progress) -> Audit:
    """How ethics and bias stand, stage by stage, also in stages that the plan no longer has.

    A stage that was passed over was come to as well.
    """
    known = [each.id for each in guide.stages]
    furthest = max((known.index(each) for each in progress.reached if each in known), default=-1)
    reached = progress.reached.union(known if project.is_published else known[: furthest + 1])
    former = dict.fromkeys(each.stage for each in progress.history if each.stage not in known)
    former |= dict.fromkeys(each for each in progress.checkpoints if each not in known)
    stages = [
        *((each.id, each.title, each.checkpoint) for each in guide.stages),
        *((each, each, "") for each in former),
    ]
    found = tuple(
        StageAudit(
            stage,
            title,
            question,
            stage in reached,
            progress.checkpoints.get(stage),
        )
        for stage, title, question in stages
    )
    return Audit(found, project.risks)


def _fitting(what: str, text: str, most: int) -> str:
    if len(text) > most:
        raise UserError(
            f"{what} has {len(text):,} characters, and {most:,} fit. Nothing was changed."
        )
    return text
