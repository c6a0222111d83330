"""The rules that need nothing but values."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import UserError
from bot.inputs.text import visible_text
from bot.retros.rules import FORMATS, card_text, reveal_time

TODAY = date(2026, 3, 2)


def test_t1_formats_fit_what_shows_them() -> None:
    """T1: a column's title heads a form, its question stands in a field; keys are told apart."""
    assert len({known.key for known in FORMATS}) == len(FORMATS)
    for known in FORMATS:
        assert 1 <= len(known.columns) <= 4
        for column in known.columns:
            assert 1 <= len(column.title) <= 45
            assert 1 <= len(column.question) <= 100


@pytest.mark.parametrize(
    ("opened", "zone", "revealed"),
    [
        ("2026-03-02T18:00", "Europe/Berlin", "2026-03-05T18:00"),
        ("2026-03-27T17:00", "Europe/Berlin", "2026-03-30T16:00"),
        ("2026-10-30T22:00", "America/New_York", "2026-11-02T23:00"),
        # 02:30 does not exist in New York on 8 March: the hour after it does.
        ("2026-03-05T07:30", "America/New_York", "2026-03-08T07:30"),
    ],
)
def test_t7_a_deadline_keeps_its_wall_time(opened: str, zone: str, revealed: str) -> None:
    at = datetime.fromisoformat(opened).replace(tzinfo=UTC)
    assert reveal_time(at, zone) == datetime.fromisoformat(revealed).replace(tzinfo=UTC)


@given(st.text(max_size=4000))
def test_a_card_keeps_what_was_written(text: str) -> None:
    """All but what nobody sees."""
    try:
        kept = card_text(text)
    except UserError:
        assert not visible_text(text)
    else:
        assert kept == visible_text(text)
