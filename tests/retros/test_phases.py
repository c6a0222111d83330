"""The order of a retro's phases, their deadlines, and what may be done in which (T7)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import UserError
from bot.retros.phases import (
    FULL,
    HIDDEN,
    QUICK,
    Act,
    after,
    allows,
    before,
    deadlines,
    more_days,
    order,
)
from bot.retros.rules import ballot_rules, find_format, suggested_formats
from bot.retros.values import Anonymity, Phase, PhaseEnd

NOW = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)


@pytest.mark.parametrize("is_quick", [False, True])
def test_t7_each_phase_is_followed_by_the_next_and_the_last_by_the_end(is_quick: bool) -> None:
    phases = order(is_quick=is_quick)
    assert phases == (QUICK if is_quick else FULL)
    met = [phases[0]]
    while met[-1] is not Phase.CLOSED:
        met.append(after(met[-1], is_quick=is_quick))
    assert met == [*phases, Phase.CLOSED]


def test_t7_no_way_leads_back_over_the_reveal() -> None:
    assert before(Phase.COLLECT, is_quick=False) is Phase.FACTS
    assert before(Phase.VOTE, is_quick=False) is Phase.GROUP
    assert before(Phase.ACT, is_quick=False) is Phase.DISCUSS
    for phase, is_quick, why in (
        (Phase.FACTS, False, "first phase"),
        (Phase.GROUP, False, "cannot be taken back"),
        (Phase.COLLECT, True, "first phase"),
        (Phase.ACT, True, "cannot be taken back"),
    ):
        with pytest.raises(UserError, match=why):
            before(phase, is_quick=is_quick)


def test_t7_what_may_be_done_in_which_phase() -> None:
    allowed = {
        act: {phase for phase in Phase if allows(phase, act)} - {Phase.CLOSED} for act in Act
    }
    assert allowed == {
        Act.CARDS: set(HIDDEN),
        Act.GROUPING: {Phase.GROUP},
        Act.VOTING: {Phase.VOTE},
        Act.ACTIONS: {Phase.ACT},
    }


def test_t7_deadlines_follow_one_another_at_one_wall_time() -> None:
    """Over the change of clocks at the end of March too."""
    began = datetime(2026, 3, 27, 17, 0, tzinfo=UTC)
    found = deadlines(Phase.FACTS, began, "Europe/Berlin", is_quick=False, days=None)
    assert list(found) == list(FULL)
    assert found[Phase.FACTS] == datetime(2026, 3, 28, 17, 0, tzinfo=UTC)
    assert found[Phase.COLLECT] == datetime(2026, 3, 30, 16, 0, tzinfo=UTC)
    assert found[Phase.ACT] == datetime(2026, 4, 8, 16, 0, tzinfo=UTC)
    chosen = deadlines(Phase.COLLECT, NOW, "UTC", is_quick=True, days=5)
    assert chosen[Phase.ACT] == NOW + timedelta(days=10)


@pytest.mark.parametrize("days", [0, -1, 15, 10**9])
def test_t7_a_phase_gets_1_to_14_days_more(days: int) -> None:
    assert more_days(14) == 14
    with pytest.raises(UserError, match="1 to 14"):
        more_days(days)


@pytest.mark.parametrize("phase", Phase)
def test_what_a_delivery_is_about_reads_as_it_was_written(phase: Phase) -> None:
    assert PhaseEnd.read(str(PhaseEnd(7, phase))) == PhaseEnd(7, phase)


@pytest.mark.parametrize(
    ("key", "columns"),
    [
        ("start-stop-continue", ["Start", "Stop", "Continue"]),
        ("4Ls", ["Liked", "Learned", "Lacked", "Longed for"]),
        ("MAD / sad / glad", ["Mad", "Sad", "Glad"]),
        ("Keep, Drop , Try", ["Keep", "Drop", "Try"]),
        ("Keep；Drop", ["Keep", "Drop"]),
    ],
)
def test_t1_formats_with_a_name_and_columns_of_ones_own(key: str, columns: list[str]) -> None:
    assert [column.title for column in find_format(key).columns] == columns


@pytest.mark.parametrize(
    ("key", "why"),
    [
        ("Keep", "name two to four columns"),
        ("\u3164, \u2800", "name two to four columns"),
        ("a,b,c,d,e", "at most 4 columns"),
        ("Keep, keep", "have one name"),
        (f"Keep, {'x' * 46}", "at most 45 characters"),
    ],
)
def test_t1_columns_that_do_not_work_are_refused(key: str, why: str) -> None:
    with pytest.raises(UserError, match=why):
        find_format(key)


def test_t1_all_formats_and_own_columns_show_while_typing() -> None:
    assert [value for _title, value in suggested_formats("")] == [
        "worked-adjust",
        "start-stop-continue",
        "4ls",
        "mad-sad-glad",
    ]
    assert suggested_formats("sad") == [("Mad / sad / glad", "mad-sad-glad")]
    assert suggested_formats("Keep, Drop") == [("Own columns: Keep / Drop", "Keep, Drop")]
    assert suggested_formats("zzz") == [
        ("Own columns, such as: Keep, Drop, Try", "Keep, Drop, Try")
    ]


def test_t5_votes_have_caps_and_own_cards_need_names() -> None:
    assert ballot_rules(Anonymity.NAMED, votes=5, per_theme=5, own_cards=False).votes == 5
    for votes, per_theme in ((0, 1), (11, 1), (2, 3), (2, 0)):
        with pytest.raises(UserError, match="1 to 10 votes"):
            ballot_rules(Anonymity.NAMED, votes=votes, per_theme=per_theme, own_cards=True)
    with pytest.raises(UserError, match="do not know whose"):
        ballot_rules(Anonymity.ANONYMOUS, votes=3, per_theme=1, own_cards=False)
