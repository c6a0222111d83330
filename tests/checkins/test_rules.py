"""When a check-in is offered, what its answers may be, and after which rest is (W1, W4, U6)."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.checkins import rules
from bot.checkins.values import HIGHEST, LOWEST, MAX_NOTE, PRESENT, VERSIONS, Levels, Offer, Past
from bot.errors import UserError

DAY = timedelta(days=1)
CAME = date(2026, 3, 2)


def day(number: int) -> date:
    """So many days after the member came."""
    return CAME + number * DAY


def offered(today: int, **past: int | bool) -> tuple[int, bool, bool] | None:
    """When one is due, whether it is open and whether a message is to name it."""
    known = {
        name: day(value) if name.endswith("_on") and value is not None else value
        for name, value in past.items()
    }
    found = rules.offer(Past(CAME, **known), day(today))  # type: ignore[arg-type]
    return None if found is None else ((found.due - CAME).days, found.is_open, found.to_name)


@pytest.mark.parametrize(
    ("today", "past", "expected"),
    [
        (0, {}, (35, False, False)),
        (34, {}, (35, False, False)),
        (35, {}, (35, True, True)),
        (60, {}, (35, True, True)),
        (28, {"cadence": 28}, (28, True, True)),
        (41, {"cadence": 42}, (42, False, False)),
        # Named once, then for two weeks in /today; left alone, it comes again a cadence later.
        (35, {"named_on": 35}, (35, True, False)),
        (48, {"named_on": 35}, (35, True, False)),
        (49, {"named_on": 35}, (70, False, False)),
        (70, {"named_on": 35}, (70, True, True)),
        # Taken or skipped: a cadence from that day.
        (36, {"named_on": 35, "taken_on": 36}, (71, False, False)),
        (35, {"named_on": 35, "taken_on": 35}, (70, False, False)),
        (40, {"named_on": 35, "skipped_on": 40}, (75, False, False)),
        (75, {"named_on": 35, "skipped_on": 40}, (75, True, True)),
        (20, {"taken_on": 10}, (45, False, False)),
        # A shorter or longer cadence counts from the last one, never from the last naming.
        (42, {"cadence": 42, "named_on": 28}, (70, False, False)),
        (63, {"cadence": 28, "named_on": 35}, (63, True, True)),
        # A clock that stood ahead left a date to come.
        (35, {"taken_on": 400, "named_on": 300}, (35, True, True)),
        (35, {"is_stopped": True}, None),
    ],
)
def test_w1_an_offer_is_due_a_cadence_after_the_last(
    today: int, past: dict[str, int | bool], expected: tuple[int, bool, bool] | None
) -> None:
    assert offered(today, **past) == expected


@given(
    cadences=st.lists(st.integers(28, 42), min_size=400, max_size=400),
    acts=st.lists(
        st.sampled_from(["", "", "", "", "", "", "take", "skip"]), min_size=400, max_size=400
    ),
    may=st.lists(st.booleans(), min_size=400, max_size=400),
)
def test_w1_two_offers_are_never_less_than_four_weeks_apart(
    cadences: list[int], acts: list[str], may: list[bool]
) -> None:
    """Whatever a member takes, skips, leaves alone or sets, and on whatever days messages come."""
    past, named = {"since": CAME}, list[date]()
    cadence = 35
    for number, (act, comes) in enumerate(zip(acts, may, strict=True)):
        today = day(number)
        cadence = cadences[number] if number % 17 == 0 else cadence
        found = rules.offer(Past(**past, cadence=cadence), today)  # type: ignore[arg-type]
        assert isinstance(found, Offer)
        assert found.to_name <= found.is_open
        if found.to_name and comes:
            named.append(today)
            past["named_on"] = today
        if act:
            past["taken_on" if act == "take" else "skipped_on"] = today
    assert all(later - one >= 28 * DAY for one, later in itertools.pairwise(named))
    assert named or any(acts) or not any(may[42:])


@pytest.mark.parametrize("days", [28, 35, 42])
def test_w1_four_to_six_weeks_can_be_chosen(days: int) -> None:
    assert rules.check_cadence(days) == days


@pytest.mark.parametrize(("days", "said"), [(27, "28 or more"), (-1, "28"), (43, "42 or fewer")])
def test_w1_more_often_or_more_seldom_is_refused_with_words(days: int, said: str) -> None:
    with pytest.raises(UserError, match=said):
        rules.check_cadence(days)


@pytest.mark.parametrize(
    ("answer", "is_strained"),
    [
        ((5, 5, 5, 5), False),
        ((3, 3, 3, 3), False),
        ((2, 3, 4, 5), False),
        ((5, 5, 5, 2), False),
        ((2, 2, 5, 5), True),
        ((5, 2, 5, 2), True),
        ((2, 2, 2, 2), True),
        ((1, 5, 5, 5), True),
        ((5, 5, 5, 1), True),
        ((1, 1, 1, 1), True),
    ],
)
def test_u6_rest_is_offered_after_one_hardest_answer_or_two_hard_ones(
    answer: Levels, is_strained: bool
) -> None:
    assert rules.is_strained(answer) is is_strained


some_levels = st.tuples(*[st.integers(LOWEST, HIGHEST)] * 4)


@given(some_levels, st.integers(0, 3))
def test_u6_an_easier_answer_never_asks_for_more_rest(answer: Levels, place: int) -> None:
    easier = tuple(
        min(level + 1, HIGHEST) if at == place else level for at, level in enumerate(answer)
    )
    assert rules.is_strained(answer) or not rules.is_strained(easier)


@given(some_levels)
def test_an_answer_is_read_as_it_was_written(answer: Levels) -> None:
    assert rules.levels(PRESENT, [str(level) for level in answer]) == answer
    assert rules.read(PRESENT, rules.written(answer)) == answer


@pytest.mark.parametrize(
    ("version", "given"),
    [
        (1, ["3", "3", "3"]),
        (1, ["3", "3", "3", ""]),
        (1, ["3", "3", "3", "6"]),
        (1, ["3", "3", "3", "0"]),
        (1, ["3", "3", "3", "-1"]),
        (1, ["3", "3", "3", "٣"]),
        (1, ["3", "3", "3", "3", "3"]),
        (0, ["3", "3", "3", "3"]),
        (99, []),
    ],
)
def test_forged_answers_are_refused(version: int, given: list[str]) -> None:
    with pytest.raises(UserError, match="checkin now"):
        rules.levels(version, given)


@pytest.mark.parametrize("text", ["", "333", "33333", "3336", "333x", "333٣"])
def test_what_no_version_answers_is_not_read(text: str) -> None:
    with pytest.raises(ValueError, match="no answer"):
        rules.read(1, text)


@pytest.mark.parametrize(
    ("typed", "kept"), [("", None), (" \u200b\u3164 ", None), (" Slept \n", "Slept")]
)
def test_a_note_that_says_nothing_is_none(typed: str, kept: str | None) -> None:
    assert rules.note(typed) == kept


def test_a_note_that_is_too_long_is_given_back() -> None:
    assert rules.note("x" * MAX_NOTE) == "x" * MAX_NOTE
    with pytest.raises(UserError, match="1,000") as refused:
        rules.note("x" * (MAX_NOTE + 1))
    assert refused.value.typed == "x" * (MAX_NOTE + 1)


def test_w4_the_questions_fit_a_form_and_each_answer_is_told_from_the_others() -> None:
    for items in VERSIONS.values():
        assert len(items) == len({item.key for item in items}) == 4, "a note is the fifth"
        for item in items:
            assert len(item.question) <= 45
            assert len(item.name) <= 7, "a column of the table"
            assert len(set(item.answers)) == 5
            assert max(map(len, item.answers)) <= 100


def test_what_was_asked_once_stays_as_it_was_asked() -> None:
    """Whoever changes a question is led here: add a version, so that old answers keep theirs."""
    assert [(item.key, item.question, item.answers[0]) for item in VERSIONS[1]] == [
        ("energy", "Does rest bring your energy back?", "No, I stay tired"),
        ("load", "How does the load of these weeks feel?", "More than I can carry"),
        ("joy", "Do you look forward to studying?", "Not at all right now"),
        ("support", "Is there somebody you can turn to?", "Nobody right now"),
    ]
