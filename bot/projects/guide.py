"""What guides projects: what the group's plan says, or else general questions and stages. Pure."""

from __future__ import annotations

from bot.plans.values import PainPoint, Plan, ProjectGuide, ProjectQuestion, ProjectStage

_GENERAL = ProjectGuide(
    questions=(
        ProjectQuestion("impact", "Impact", "What changes for whom if this works?"),
        ProjectQuestion("data-and-ethics", "Limits and ethics", "What could sink it or do harm?"),
        ProjectQuestion("validation", "Proof", "How will you know that it works, also later?"),
    ),
    pain_points=(
        PainPoint("data-readiness", "Material", "Is what you need there, and yours to use?"),
        PainPoint("business-relevance", "Relevance", "Would somebody miss it?"),
        PainPoint("deployment-constraints", "Limits", "Time, money and rules of where it is used."),
        PainPoint("ethics", "Ethics", "Who could be harmed or left out?"),
    ),
    stages=(
        ProjectStage(
            "scoping",
            "Scoping",
            "A problem worth solving, and how you will know that it is solved.",
            "Who is affected, who could be harmed, and should it be made at all?",
        ),
        ProjectStage(
            "data",
            "Material",
            "What it is made from, gathered and looked at.",
            "Whom does it show, whom does it leave out, and may you use it?",
        ),
        ProjectStage(
            "model",
            "Making",
            "A simple version first, then a better one.",
            "For whom does it work less well, and how did you find out?",
        ),
        ProjectStage(
            "deployment",
            "In use",
            "Where others can use it.",
            "How would you notice harm, and who can object?",
        ),
    ),
)


def guide_of(plan: Plan) -> ProjectGuide:
    """What guides the projects of a group with this plan."""
    return plan.projects or _GENERAL


def stage_of(guide: ProjectGuide, stage_id: str) -> ProjectStage | None:
    """The stage with this id; None: the plan has none, or no longer."""
    return next((each for each in guide.stages if each.id == stage_id), None)
