"""The calendar file itself: what is written can be read again, whatever people wrote."""

from __future__ import annotations

import runpy
import sys
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.export import rules
from bot.export.rules import file_name, write
from bot.feature import CalendarEvent
from tests.export.book import entries

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def written(
    *events: CalendarEvent, guild_id: int = 1, user_id: int = 2, now: datetime = NOW
) -> bytes:
    places = {7: "#papers, Night owls"}
    return write(events, guild_id=guild_id, user_id=user_id, name="N", places=places, now=now)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ('Read, write; talk: a\\nb "q" ^n %20 {x}', None),
        ("🦉 שלום \u202eמ 四 é" * 40, None),
        ("END:VEVENT", None),
        (
            "one\r\nBEGIN:VEVENT\nUID:evil\rtwo\u2028three\x85four\x0b",
            "one BEGIN:VEVENT UID:evil two three four",
        ),
        ("a\x00b\x07c\ud800d", "abcd"),
        ("word " * 500, ("word " * 500).strip()),
    ],
)
def test_any_text_comes_back_as_it_was_on_one_line(typed: str, kept: str | None) -> None:
    kept = kept or typed
    event = CalendarEvent("milestone", "m", typed, date(2026, 3, 9), (typed, "second"))
    content = written(event)
    (entry,) = entries(content)
    assert entry.summary == kept
    assert entry.description == f"{kept}\nsecond"
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))


def test_a_date_is_all_day_and_free_and_an_instant_is_in_utc() -> None:
    content = written(
        CalendarEvent("milestone", "m", "M", date.max),
        CalendarEvent("vote-opens", "2026-w10", "V", NOW, channel_id=7),
        CalendarEvent("vote-opens", "2026-w11", "V", NOW, channel_id=8, cancelled=True),
    )
    assert b"DTSTART;VALUE=DATE:99991231\r\n" in content
    assert b"DTSTART:20260302T090000Z\r\nDTEND:20260302T093000Z\r\n" in content
    all_day, vote, off = entries(content)
    assert all_day.location is off.location is None
    assert vote.location == "#papers, Night owls"
    assert [e.status for e in (all_day, vote, off)] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert {e.transp for e in (all_day, vote, off)} == {"TRANSPARENT"}


def test_ids_differ_by_group_member_kind_and_key_and_by_nothing_else() -> None:
    one = CalendarEvent("milestone", "m", "M", date(2026, 3, 9))
    moved = CalendarEvent("milestone", "m", "N", NOW, cancelled=True)
    others = [CalendarEvent("milestone", "m2", "M", NOW), CalendarEvent("action", "m", "M", NOW)]
    files = [
        written(one, *others),
        written(moved, now=NOW + timedelta(seconds=1)),
        written(one, guild_id=12, user_id=3),
        written(one, guild_id=2, user_id=31),
    ]
    uids = [[entry.uid for entry in entries(content)] for content in files]
    assert uids[1] == uids[0][:1]
    assert len({uid for each in uids for uid in each}) == 5
    first, second = (entries(content)[0] for content in files[:2])
    assert second.sequence > first.sequence
    assert second.dtstamp == NOW + timedelta(seconds=1)


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("Night owls", "night-owls.ics"),
        ("../Été & Co.", "ete-co.ics"),
        ("夜ふかし", "study-group.ics"),
        ("x" * 39 + " yes", f"{'x' * 39}.ics"),
    ],
)
def test_the_file_is_called_as_the_group(name: str, file: str) -> None:
    assert file_name(name) == file


def test_the_bots_start_does_not_load_icalendar(monkeypatch: pytest.MonkeyPatch) -> None:
    """The import contracts say that no other module does either."""
    monkeypatch.setitem(sys.modules, "icalendar", None)
    with pytest.raises(ImportError):
        written()
    assert "write" in runpy.run_path(rules.__file__)
