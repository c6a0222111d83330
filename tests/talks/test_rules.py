"""What talks may say, what is shown of feedback, which milestones match: tables and properties."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import UserError
from bot.figures import FLOOR
from bot.talks import rules
from bot.talks.values import Feedback, Listener, Talk

TALK = Talk(
    id=1,
    guild_id=1,
    speaker_id=2,
    title="Attention",
    about=None,
    minutes=10,
    slides=None,
    recording=None,
    meeting_id=1,
    position=0,
    starts_at=datetime(2026, 3, 5, 18, tzinfo=UTC),
    ends_at=datetime(2026, 3, 5, 19, tzinfo=UTC),
    is_held=True,
    is_closed=False,
    has_result=False,
)
levels = st.integers(1, 5)
answers = st.lists(
    st.builds(Feedback, st.sampled_from(Listener), levels, levels, st.none() | st.just("Keep")),
    max_size=20,
)


@given(answers)
def test_w2_nothing_shows_of_fewer_than_five(given: list[Feedback]) -> None:
    """W2: nor of one kind of listeners, unless both kinds are enough for themselves."""
    result = rules.result_of(given)
    assert (result is None) == (len(given) < FLOOR)
    if result is not None:
        counts = [sum(each.listener is view for each in given) for view in Listener]
        assert bool(result.by_listener) == (min(counts) >= FLOOR)
        assert all(
            1 <= each.clarity <= 5 for each in (result.everybody, *result.by_listener.values())
        )


@given(st.lists(st.sampled_from(rules.MINUTES), max_size=20), st.integers(15, 480))
def test_c5_proposals_that_are_taken_fit_the_evening(lengths: list[int], minutes: int) -> None:
    waiting = [replace(TALK, id=n, minutes=each) for n, each in enumerate(lengths)]
    found = rules.fitting(waiting, minutes)
    assert sum(each.minutes for each in found) <= minutes
    assert len(found) <= rules.MOST_ON_EVENING
    assert [each.id for each in found] == sorted(each.id for each in found)


@pytest.mark.parametrize(
    ("listener", "clarity", "impact", "keep"),
    [
        ("", "5", "5", ""),
        ("technical", "6", "5", ""),
        ("technical", "5", "0", ""),
        ("technical", "5", "\u0665", ""),
        ("nobody", "5", "5", ""),
        ("other", "5", "5", "x" * 501),
    ],
)
def test_c5_feedback_that_no_form_sends_is_refused(
    listener: str, clarity: str, impact: str, keep: str
) -> None:
    with pytest.raises(UserError) as error:
        rules.read_feedback(listener, clarity, impact, keep)
    assert (error.value.typed or "") == keep


@pytest.mark.parametrize("typed", ["", "7", "100", "ten", "-5", "\u0661\u0660"])
def test_c5_a_length_is_one_of_the_choices(typed: str) -> None:
    with pytest.raises(UserError):
        rules.read_minutes(typed)


def test_c5_a_week_of_feedback_begins_with_the_end() -> None:
    assert TALK.ends_at is not None
    assert rules.taken_until(TALK.ends_at).date() == date(2026, 3, 12)
