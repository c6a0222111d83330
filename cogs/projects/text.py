"""A project in words: how it stands, what comes next, and all that it says."""

from __future__ import annotations

from bot.plans.values import ProjectGuide
from bot.projects import rules
from bot.projects.guide import stage_of
from bot.projects.values import Project, ShownProject, StepKind
from cogs.common.long_text import Parts
from cogs.common.text import escape, one_line, stamp, titled_link

TITLE, _STEP = 80, 150
_STEPS = {
    StepKind.QUESTIONS: "Answer the guiding questions",
    StepKind.RISKS: "Write down the risks and what you do about them",
    StepKind.CASE_STUDY: "Write the case study: what came out of it",
    StepKind.PUBLISH: "Publish it, for yourself or the group",
}


def name(project: Project) -> str:
    """Its title, escaped."""
    return one_line(project.title, TITLE)


def mark(is_there: object) -> str:
    """The mark in front of what is written, or not yet."""
    return "●" if is_there else "○"


def stage_title(guide: ProjectGuide, stage_id: str) -> str:
    """The title of a stage; of one that the plan no longer has, its id."""
    found = stage_of(guide, stage_id)
    return escape(found.title if found else stage_id)


def stage_words(guide: ProjectGuide, project: Project) -> str:
    """Where it stands: ``Data (2 of 4)``, or that it is published."""
    if project.is_published:
        return "Published"
    ids = [each.id for each in guide.stages]
    title = stage_title(guide, project.stage)
    if project.stage not in ids:
        return title
    return f"{title} ({ids.index(project.stage) + 1} of {len(ids)})"


def step_words(shown: ShownProject) -> str:
    """What comes next in it, without a full stop."""
    step = rules.step_of(shown.guide, shown.project, shown.progress)
    if step.kind is StepKind.OWN:
        return one_line(shown.project.next_step, _STEP)
    if step.stage is None:
        return _STEPS[step.kind]
    title = escape(step.stage.title)
    if step.kind is StepKind.CHECKPOINT:
        return f"Write the look at ethics and bias for {title}"
    return f"Move on to {title}"


def links(project: Project) -> str:
    """Its repository and demo, on a line; empty without any."""
    named = (("Repository", project.said.repository), ("Demo", project.case.demo))
    return " · ".join(f"{what}: {titled_link(url)}" for what, url in named if url)


def published_words(project: Project) -> str:
    """When it was published, and who sees it."""
    if project.published_at is None:
        return ""
    at = f"● Published {stamp(project.published_at, 'D')}"
    if not project.is_released:
        return f"{at}, for you alone"
    if project.trouble is not None:
        return f"{at}. {trouble_words(project)}"
    return f"{at}, the group sees it"


def trouble_words(project: Project) -> str:
    """Why a released project has no post, and where the group reads it."""
    return (
        f"It could not be posted ({escape(project.trouble or '')}), so the group reads it in "
        "`/project list`"
    )


def ethics_words(shown: ShownProject) -> str:
    """In how many stages ethics and bias were looked at."""
    audit = rules.audit(shown.guide, shown.project, shown.progress)
    written = sum(each.checkpoint is not None for each in audit.stages)
    return f"Ethics and bias looked at in {written} of {len(audit.stages)} stages"


def outcome_parts(project: Project) -> Parts:
    """What came of it, and its risks: what its post says."""
    return (*project.case.parts, *project.risks.parts)


def all_parts(shown: ShownProject) -> Parts:
    """All that it says, below headings."""
    project, guide = shown.project, shown.guide
    labels = {each.id: each.label for each in guide.questions}
    points = [each.title for each in guide.pain_points if each.id in project.said.pain_points]
    checkpoints = [
        (
            f"Ethics in {stage_title(guide, stage)}",
            "\n".join(filter(None, (each.words, each.link))),
        )
        for stage, each in shown.progress.checkpoints.items()
    ]
    about = [("What it is about", project.said.summary)] if project.said.summary else []
    pains = [("Pain points", ", ".join(points))] if points else []
    answers = [(escape(labels.get(key, key)), text) for key, text in project.answers.items()]
    return (*about, *pains, *answers, *outcome_parts(project), *checkpoints)
