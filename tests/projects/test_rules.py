"""The rules of projects: what may be said, what comes next, how an audit stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import UserError
from bot.plans import loader
from bot.projects import rules
from bot.projects.guide import guide_of
from bot.projects.values import (
    CaseStudy,
    Checkpoint,
    Description,
    Progress,
    Project,
    Risks,
    StageEntry,
    StepKind,
)

NOW = datetime(2026, 3, 2, tzinfo=UTC)
PLAN = loader.shipped()
GUIDE = guide_of(PLAN)
IDS = [each.id for each in GUIDE.stages]
LOOK = Checkpoint("Nothing odd.", None, NOW)
NEW = Project(
    id=1,
    guild_id=1,
    user_id=1,
    said=Description("Mails"),
    answers={},
    next_step="",
    stage="scoping",
    risks=Risks(),
    case=CaseStudy(),
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
SAFE = Risks("Dialects.", "A person decides.")


def at(*stages: str, looked: tuple[str, ...] = ()) -> Progress:
    entries = tuple(StageEntry(n, stage, NOW) for n, stage in enumerate(stages, 1))
    return Progress(entries, dict.fromkeys(looked, LOOK))


@pytest.mark.parametrize(
    ("project", "progress", "kind", "stage"),
    [
        (replace(NEW, next_step="Label"), at("scoping"), StepKind.OWN, None),
        (NEW, at("scoping"), StepKind.QUESTIONS, None),
        (replace(NEW, answers={"a": "b"}), at("scoping"), StepKind.CHECKPOINT, "scoping"),
        (
            replace(NEW, answers={"a": "b"}),
            at("scoping", looked=("scoping",)),
            StepKind.MOVE_ON,
            "data",
        ),
        (
            replace(NEW, answers={"a": "b"}, stage="deployment"),
            at(*IDS, looked=tuple(IDS)),
            StepKind.RISKS,
            None,
        ),
        (
            replace(NEW, answers={"a": "b"}, stage="deployment", risks=Risks(reason="A toy")),
            at(*IDS, looked=tuple(IDS)),
            StepKind.CASE_STUDY,
            None,
        ),
        (
            replace(
                NEW,
                answers={"a": "b"},
                stage="deployment",
                risks=SAFE,
                case=CaseStudy(results="F1"),
            ),
            at(*IDS, looked=tuple(IDS)),
            StepKind.PUBLISH,
            None,
        ),
        (replace(NEW, answers={"a": "b"}, stage="gone"), at("gone"), StepKind.MOVE_ON, "scoping"),
    ],
)
def test_r13_the_next_step_is_ones_own_or_what_is_missing(
    project: Project, progress: Progress, kind: StepKind, stage: str | None
) -> None:
    found = rules.step_of(GUIDE, project, progress)
    assert found.kind is kind
    assert (found.stage.id if found.stage else None) == stage


@given(st.sampled_from([*IDS, "gone"]), st.sets(st.sampled_from([*IDS, "gone"])))
def test_c8_moving_on_always_ends(stage: str, reached: set[str]) -> None:
    """From anywhere, each move is to another stage of the plan, and the last has none after it."""
    seen: list[str] = []
    while (after := rules.following(GUIDE, stage, {*reached, *seen})) is not None:
        assert after.id in IDS
        assert after.id not in seen
        seen.append(after.id)
        stage = after.id
    assert stage == IDS[-1] or set(IDS) <= {*reached, *seen}


@given(
    st.lists(st.sampled_from([*IDS, "gone"]), min_size=1),
    st.sets(st.sampled_from([*IDS, "gone"])),
)
def test_u12_an_audit_misses_what_was_reached_or_passed_over_and_not_looked_at(
    stages: list[str], looked: set[str]
) -> None:
    progress = at(*stages, looked=tuple(looked))
    audit = rules.audit(GUIDE, replace(NEW, stage=stages[-1]), progress)
    furthest = max((IDS.index(each) for each in stages if each in IDS), default=-1)
    assert {each.id for each in audit.missing} == {*stages, *IDS[: furthest + 1]} - looked
    assert [each.id for each in audit.stages][: len(IDS)] == IDS
    assert not audit.is_whole
    published = replace(NEW, stage=stages[-1], published_at=NOW)
    missing = rules.audit(GUIDE, published, progress).missing
    assert {each.id for each in missing} == {*IDS, *stages} - looked
    whole = rules.audit(GUIDE, replace(NEW, stage=stages[-1], risks=SAFE), progress)
    assert whole.is_whole == ({*IDS, *stages} <= looked)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"title": " \u3164\u2800"}, "Give it a title"),
        ({"title": "x" * 81}, "81 characters, and 80 fit"),
        ({"title": "x", "summary": "y" * 301}, "301 characters"),
        ({"title": "x", "repository": "javascript:alert(1)"}, "not a link I can keep"),
        ({"title": "x", "pain_points": ["nowhere"]}, "not in the plan any more"),
        ({"title": "x", "block": "nowhere"}, "not in the plan any more"),
    ],
)
def test_c8_what_cannot_be_kept_is_refused_kindly(typed: dict[str, object], says: str) -> None:
    empty = {"title": "", "summary": "", "repository": "", "pain_points": [], "block": ""}
    with pytest.raises(UserError, match=says):
        rules.description(PLAN, GUIDE, **empty | typed)  # type: ignore[arg-type]


def test_c8_brackets_and_quotes_of_an_address_are_kept() -> None:
    link = "https://example.org/a(b)[c]\"'"
    twice = ["ethics", "ethics"]
    said = rules.description(
        PLAN, GUIDE, title=" A\n b ", summary="", repository=link, pain_points=twice, block=""
    )
    assert (said.title, said.repository, said.pain_points) == ("A b", link, ("ethics",))


@pytest.mark.parametrize(
    ("risks", "mitigations", "reason", "is_settled"),
    [
        ("a", "b", "", True),
        ("", "", "c", True),
        ("a", "", "", False),
        ("", "b", "", False),
        ("\u3164", "\u2800", "\u200b", False),
    ],
)
def test_u12_risks_need_mitigations_or_a_reason(
    risks: str, mitigations: str, reason: str, is_settled: bool
) -> None:
    if is_settled:
        assert rules.risks(risks=risks, mitigations=mitigations, reason=reason).is_settled
        return
    with pytest.raises(UserError, match="there is no risk assessment"):
        rules.risks(risks=risks, mitigations=mitigations, reason=reason)


def answer(text: str) -> dict[str, str]:
    return rules.answers(GUIDE, {"gone": "Kept."}, {"impact": text})


ASSESSED = {"risks": "a", "mitigations": "b", "reason": "c"}
STUDIED = {"demo": "", "results": "a", "tradeoffs": "", "postmortem": ""}


@pytest.mark.parametrize(
    ("write", "sound", "field", "most"),
    [
        (answer, {}, "text", 1000),
        (rules.next_step, {}, "text", 150),
        (rules.checkpoint, {"link": ""}, "words", 1000),
        (rules.risks, ASSESSED, "risks", 2000),
        (rules.risks, ASSESSED, "mitigations", 2000),
        (rules.risks, ASSESSED, "reason", 500),
        (rules.case_study, STUDIED, "results", 2000),
        (rules.case_study, STUDIED, "tradeoffs", 2000),
        (rules.case_study, STUDIED, "postmortem", 2000),
    ],
)
def test_c8_each_text_fits_up_to_its_bound(
    write: Callable[..., object], sound: dict[str, str], field: str, most: int
) -> None:
    write(**sound | {field: f" {'x' * most}\u200b "})
    with pytest.raises(UserError, match=f"{most + 1:,} characters, and {most:,} fit"):
        write(**sound | {field: "x" * (most + 1)})


def test_c8_a_case_study_says_a_result_and_leads_to_a_page() -> None:
    with pytest.raises(UserError, match="what came out"):
        rules.case_study(**STUDIED | {"results": "\u3164", "postmortem": "Much."})
    with pytest.raises(UserError, match="not a link I can keep"):
        rules.case_study(**STUDIED | {"demo": "file:///etc/passwd"})


def test_c8_an_emptied_answer_goes_and_that_to_a_former_question_stays() -> None:
    assert answer("Much.") == {"gone": "Kept.", "impact": "Much."}
    assert answer(" \u2800") == {"gone": "Kept."}


def test_u12_a_reason_is_not_shown_beside_an_assessment() -> None:
    assert [each for each, _text in Risks(**ASSESSED).parts] == ["Risks", "Mitigations"]
    assert [each for each, _text in Risks(reason="c").parts] == ["Why there is no risk assessment"]
