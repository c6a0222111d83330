"""The forms of projects, each with what is there already."""

from __future__ import annotations

from collections.abc import Sequence

import discord
from discord import ui

from bot.inputs.links import MAX_LINK
from bot.plans.values import Block, Plan, ProjectGuide
from bot.projects.guide import guide_of
from bot.projects.rules import (
    MAX_ANSWER,
    MAX_PART,
    MAX_REASON,
    MAX_STEP,
    MAX_SUMMARY,
    MAX_TITLE,
    MAX_WORDS,
)
from bot.projects.values import Description, Project, ShownProject, StageAudit
from cogs.common.forms import Form, choice_field, text_field
from cogs.common.routes import CustomId
from cogs.common.text import cut
from cogs.projects.routes import ANSWER, CASE, CHECKPOINT, EDIT, NEW, RISKS, STEP, Back

NO_BLOCK = "-"
"""What stands for no block in the form."""

_LABEL = 100


def new_form(plan: Plan) -> Form:
    """The form of a new project."""
    return _description_form("New project", NEW(), guide_of(plan), plan.blocks, Description(""))


def edit_form(shown: ShownProject, blocks: Sequence[Block]) -> Form:
    """The form of what a project is."""
    project = shown.project
    return _description_form("Your project", EDIT(project.id), shown.guide, blocks, project.said)


def _description_form(
    title: str,
    submit: CustomId,
    guide: ProjectGuide,
    blocks: Sequence[Block],
    said: Description,
) -> Form:
    points = _points(guide, said)
    return Form(
        title,
        submit,
        fields=[
            text_field(
                "title",
                "Title",
                example="Sentiment of support mails",
                default=said.title or None,
                max_length=MAX_TITLE,
            ),
            _words(
                "summary",
                "What it is about",
                said.summary,
                MAX_SUMMARY,
                example="Sorts mails by mood, so that angry ones are read first",
            ),
            _link(
                "repository",
                "Repository",
                said.repository,
                hint="Can come later.",
                example="https://github.com/you/project",
            ),
            choice_field(
                "pain_points",
                "What could hurt",
                points,
                hint="Pick what you will have to look after; none is fine.",
                required=False,
                at_most=len(points),
            ),
            choice_field("block", "Block of the plan", _places(blocks, said), required=False),
        ],
    )


def _points(guide: ProjectGuide, said: Description) -> list[discord.SelectOption]:
    return [
        discord.SelectOption(
            label=each.title,
            value=each.id,
            description=each.text,
            default=each.id in said.pain_points,
        )
        for each in guide.pain_points
    ]


def _places(blocks: Sequence[Block], said: Description) -> list[discord.SelectOption]:
    found = [discord.SelectOption(label="None", value=NO_BLOCK, default=said.block is None)]
    found += [
        discord.SelectOption(
            label=cut(f"{number} · {each.title}", _LABEL),
            value=each.id,
            default=each.id == said.block,
        )
        for number, each in enumerate(blocks, 1)
    ]
    return found


def answer_form(shown: ShownProject) -> Form:
    """The plan's guiding questions, with what was answered."""
    answers = shown.project.answers
    return Form(
        "Guiding questions",
        ANSWER(shown.project.id),
        fields=[
            _words(each.id, each.label, answers.get(each.id), MAX_ANSWER, hint=each.text)
            for each in shown.guide.questions
        ],
    )


def checkpoint_form(project_id: int, stage: StageAudit, back: Back) -> Form:
    """A stage's look at ethics and bias: in words, by a link, or both."""
    before = stage.checkpoint
    return Form(
        cut(f"Ethics and bias: {stage.title}", 45),
        CHECKPOINT(project_id, stage.id, back),
        fields=[
            _words(
                "words",
                "What you looked at and found",
                before.words if before else None,
                MAX_WORDS,
                hint=stage.question or None,
            ),
            _link(
                "link",
                "Or where it is written down",
                before.link if before else None,
                hint="A notebook, a model card, an issue. One of the two is enough.",
            ),
        ],
    )


def step_form(project: Project) -> Form:
    """The next step, in one's own words."""
    return Form(
        "Next step",
        STEP(project.id),
        fields=[
            text_field(
                "step",
                "What you will do next",
                hint="Small enough for a day. Empty: I name what is missing.",
                example="Label 50 mails by hand",
                default=project.next_step or None,
                required=False,
                max_length=MAX_STEP,
            )
        ],
    )


def risks_form(project: Project, back: Back) -> Form:
    """Risks and mitigations, or why there are none (U12)."""
    before = project.risks
    who = "Who could be harmed, left out or misled, and how?"
    return Form(
        "Risks and mitigations",
        RISKS(project.id, back),
        fields=[
            _words("risks", "Risks", before.risks, MAX_PART, hint=who),
            _words(
                "mitigations",
                "Mitigations",
                before.mitigations,
                MAX_PART,
                hint="What do you do about each of them?",
            ),
            text_field(
                "reason",
                "Or why there is no risk assessment",
                hint="Only if the two above stay empty.",
                default=before.reason or None,
                required=False,
                max_length=MAX_REASON,
            ),
        ],
    )


def case_form(project: Project, back: Back) -> Form:
    """The case study: results, trade-offs, postmortem, and a demo."""
    before = project.case
    results = "What came out, measured how, against what?"
    tradeoffs = "What did you give up for what?"
    surprises = "What broke or surprised you, and what would you do otherwise?"
    return Form(
        "Case study",
        CASE(project.id, back),
        fields=[
            _words("results", "Results", before.results, MAX_PART, hint=results, required=True),
            _words("tradeoffs", "Trade-offs", before.tradeoffs, MAX_PART, hint=tradeoffs),
            _words("postmortem", "Postmortem", before.postmortem, MAX_PART, hint=surprises),
            _link("demo", "Demo", before.demo),
        ],
    )


def _words(
    name: str,
    label: str,
    before: str | None,
    most: int,
    *,
    hint: str | None = None,
    example: str | None = None,
    required: bool = False,
) -> ui.Label[Form]:
    """A paragraph, with what stands there."""
    return text_field(
        name,
        label,
        hint=hint,
        example=example,
        default=before or None,
        long=True,
        required=required,
        max_length=most,
    )


def _link(
    name: str,
    label: str,
    before: str | None,
    *,
    hint: str | None = None,
    example: str = "https://…",
) -> ui.Label[Form]:
    return text_field(
        name,
        label,
        hint=hint,
        example=example,
        default=before,
        required=False,
        max_length=MAX_LINK,
    )
