"""Panels and forms of projects at their fullest: Discord takes them, on a phone too."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.contributions.values import (
    Contribution,
    ContributionList,
    Entry,
    Noted,
    OpenMilestone,
    State,
)
from bot.milestones.values import Period, Tally
from bot.plans.values import (
    Block,
    PainPoint,
    Plan,
    ProjectGuide,
    ProjectQuestion,
    ProjectStage,
)
from bot.projects import rules
from bot.projects.values import (
    AuditedProject,
    CaseStudy,
    Checkpoint,
    CountingMilestone,
    Description,
    Moved,
    Progress,
    Project,
    ProjectCount,
    ProjectList,
    Risks,
    ShownProject,
    StageEntry,
    Wanted,
)
from bot.public_panels import PostedMessage
from cogs.common.forms import Form
from cogs.common.long_text import pages
from cogs.contributions import panels as contributions
from cogs.contributions.routes import ADD
from cogs.projects import forms
from cogs.projects.list_panels import audits_panel, list_panel
from cogs.projects.member_rows import build_words
from cogs.projects.panels import (
    ask_to_delete_panel,
    ask_to_move_panel,
    audit_panel,
    project_panel,
    reading_panel,
)
from cogs.projects.publishing_panels import ask_to_publish_panel, post_panel
from cogs.projects.routes import Back
from cogs.projects.text import all_parts
from tests.milestones.test_fullest_panels import check
from tests.milestones.test_panels import EVIL, LARGEST

NOW = datetime(2026, 3, 2, tzinfo=UTC)
ID = 2**62
LINK = "https://example.org/" + "a" * 380


def long(length: int) -> str:
    return (EVIL * (length // len(EVIL) + 1))[:length]


GUIDE = ProjectGuide(
    questions=tuple(ProjectQuestion(f"q{n}", long(45), long(100)) for n in range(5)),
    pain_points=tuple(PainPoint(f"p{n}", long(45), long(100)) for n in range(10)),
    stages=tuple(
        ProjectStage(f"s{n}" + "x" * 18, long(30), long(200), long(100)) for n in range(8)
    ),
)
STAGE = GUIDE.stages[-1].id
BLOCKS = tuple(Block(f"b{n}" + "x" * 37, long(80), "s", "r", (), ()) for n in range(20))
TALLY = Tally(Period(date(2026, 1, 1), date(2026, 6, 30)), "January to June", (), 2)
COUNT = ProjectCount(
    1,
    CountingMilestone("x" * 40, long(80), 2**40, TALLY),
    frozenset({ID}),
    frozenset(),
    CountingMilestone("y" * 40, long(80), 0, None),
)
PROJECT = Project(
    id=ID,
    guild_id=ID,
    user_id=ID,
    said=Description(
        long(80), long(300), LINK, tuple(each.id for each in GUIDE.pain_points), BLOCKS[0].id
    ),
    answers={each.id: long(1000) for each in GUIDE.questions},
    next_step=long(150),
    stage=STAGE,
    risks=Risks(long(2000), long(2000), long(500)),
    case=CaseStudy(LINK, long(2000), long(2000), long(2000)),
    begun_at=NOW,
    updated_at=NOW,
    published_at=None,
    published_on=None,
    released_at=None,
    post=None,
    trouble=None,
    revision=1,
    counted_as=None,
    counted_number=None,
)
OUT = replace(
    PROJECT,
    published_at=NOW,
    published_on=NOW.date(),
    released_at=NOW,
    trouble=long(200),
    post=PostedMessage(ID, ID),
)
ALONE = replace(PROJECT, published_at=NOW, published_on=NOW.date())
PROGRESS = Progress(
    tuple(StageEntry(n, each.id, NOW) for n, each in enumerate(GUIDE.stages, 1)),
    {each.id: Checkpoint(long(1000), LINK, NOW) for each in GUIDE.stages},
)
BARE = replace(PROGRESS, checkpoints={})


def shown(project: Project = PROJECT, progress: Progress = PROGRESS) -> ShownProject:
    return ShownProject(project, progress, GUIDE, BLOCKS[0], COUNT)


@pytest.mark.parametrize("project", [PROJECT, OUT, ALONE], ids=["in work", "released", "alone"])
@pytest.mark.parametrize("progress", [PROGRESS, BARE], ids=["looked", "bare"])
def test_c8_every_panel_of_a_project_fits(project: Project, progress: Progress) -> None:
    found = shown(project, progress)
    check(project_panel(found, "Begun. " * 12))
    check(ask_to_publish_panel(found, ID))
    check(post_panel(found))
    check(ask_to_delete_panel(found))
    check(ask_to_move_panel(Moved(found, GUIDE.stages[0]), STAGE))
    for page in range(len(pages(all_parts(found), 2800))):
        check(reading_panel(found, page, ID))
    check(reading_panel(found, 99, 1))
    for user_id in (ID, 1):
        for page in (0, 1, 99):
            check(audit_panel(found, page, user_id, "Done."))
    words = build_words(found)
    assert words.text is not None
    assert len(words.text) < 600


def test_c8_lists_fit() -> None:
    six = tuple(replace(PROJECT, id=ID + n) for n in range(6))
    for wanted in (
        Wanted(True, GUIDE.stages[0].id, BLOCKS[0].id),
        Wanted(False, GUIDE.stages[0].id, BLOCKS[0].id),
    ):
        for projects in (six, ()):
            check(
                list_panel(
                    ProjectList(projects, wanted, 1, 99, 600, 600, 600, GUIDE, BLOCKS, COUNT)
                )
            )
    audited = [AuditedProject(each, rules.audit(GUIDE, each, BARE)) for each in six]
    check(audits_panel(audited * 3, 1))
    check(audits_panel([], 0))


def test_c8_contributions_fit() -> None:
    entry = Entry(LINK, long(150), State.MERGED, True)
    milestone = OpenMilestone(long(80), ID)
    six = tuple(Contribution(ID + n, ID, entry, NOW) for n in range(6))
    for mine in (True, False):
        for found in (six, ()):
            counts = dict.fromkeys(State, 300)
            shown = ContributionList(found, mine, counts, 1, 50, 300, 300, milestone)
            check(contributions.list_panel(shown))
    noted = Noted(six[0], milestone)
    check(contributions.noted_panel(noted, "Noted."))
    check(contributions.ask_to_delete_panel(noted))


def test_c8_every_form_fits_and_begins_with_what_is_there() -> None:
    """At most five fields with labels and hints that a phone shows whole."""
    plan: Plan = replace(LARGEST, blocks=BLOCKS, projects=GUIDE)
    found = shown()
    stage = rules.audit(GUIDE, PROJECT, PROGRESS).stages[0]
    made: list[Form] = [
        forms.new_form(plan),
        forms.edit_form(found, BLOCKS),
        forms.answer_form(found),
        forms.checkpoint_form(ID, stage, Back.AUDIT),
        forms.checkpoint_form(ID, replace(stage, checkpoint=None), Back.AUDIT),
        forms.step_form(PROJECT),
        forms.risks_form(PROJECT, Back.PUBLISH),
        forms.case_form(PROJECT, Back.PUBLISH),
        contributions.contribution_form(ADD()),
        contributions.contribution_form(ADD(), Entry(LINK, long(150), State.CLOSED, True)),
    ]
    for form in made:
        payload = form.to_dict()
        assert len(payload["title"]) <= 45
        assert len(payload["custom_id"]) <= 100
        assert 1 <= len(payload["components"]) <= 5
        for label in payload["components"]:
            assert len(label["label"]) <= 45
            assert len(label.get("description") or "") <= 100
            field = label["component"]
            if "max_length" in field:
                assert len(field.get("value") or "") <= field["max_length"] <= 4000
            for option in field.get("options", ()):
                assert len(option["label"]) <= 100
                assert len(option.get("description") or "") <= 100
            assert len(field.get("options", ())) <= 25
