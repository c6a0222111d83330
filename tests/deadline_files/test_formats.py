"""What stands in a file of deadlines, by its form (C6): tables of cases."""

from __future__ import annotations

import json
from codecs import BOM_UTF8
from datetime import UTC, datetime, timedelta

import pytest

from bot.deadline_files.formats.parse import MAX_KEPT, MAX_WRITTEN, parse
from bot.deadline_files.formats.plain import MAX_DEPTH, MAX_VALUES
from bot.deadline_files.values import FileKind, NotAFile, ParsedFile
from tests.deadline_files.pages import (
    as_json,
    as_yaml,
    calendar,
    ccf,
    edition,
    event,
    one,
    sec,
)

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)


def parsed(body: bytes) -> ParsedFile:
    found = parse(body, NOW)
    assert isinstance(found, ParsedFile), found
    return found


def refused(body: bytes) -> str:
    found = parse(body, NOW)
    assert isinstance(found, NotAFile), found
    return found.text


def told(body: bytes) -> list[tuple[str, str]]:
    """Each deadline's name, and its instant and zone or what is wrong with it."""
    return [
        (
            each.name,
            each.trouble
            if each.moment is None
            else f"{each.moment.at:%Y-%m-%d %H:%M} {each.moment.zone}",
        )
        for each in parsed(body).deadlines
    ]


AAAI = ccf(
    "AAAI",
    edition(2026, {"deadline": "2025-08-01 23:59:59"}),
    edition(
        2028,
        {"abstract_deadline": "2027-07-20 23:59:59", "deadline": "2027-07-27 23:59:59"},
        link="https://aaai.example/28",
    ),
    edition(2029, {"deadline": "TBD"}),
)


@pytest.mark.parametrize("write", [as_yaml, as_json])
def test_c6_ccf_deadlines_abstracts_editions_and_what_is_not_known_yet(write: object) -> None:
    assert write in (as_yaml, as_json)
    body = as_yaml(AAAI) if write is as_yaml else as_json(AAAI)
    found = parsed(body)
    assert told(body) == [
        ("AAAI 2028 abstract", "2027-07-21 11:59 Etc/GMT+12"),
        ("AAAI 2028", "2027-07-28 11:59 Etc/GMT+12"),
    ]
    assert (found.over, found.undated) == (1, 1)
    assert {each.link for each in found.deadlines} == {"https://aaai.example/28"}
    assert found.deadlines[1].said == "2027-07-27 23:59:59 UTC-12"
    assert found.kind is (FileKind.YAML if write is as_yaml else FileKind.JSON)


def test_c6_one_edition_and_one_deadline_need_no_list() -> None:
    only = edition(2027)
    only["timeline"] = {"abstract deadline": "2027-01-25", "deadline": "2027-02-01"}
    found = [
        ("Owls 2027 abstract", "2027-01-26 11:59 Etc/GMT+12"),
        ("Owls 2027", "2027-02-02 11:59 Etc/GMT+12"),
    ]
    assert told(as_json({"title": "Owls", "name": "owl", "confs": only})) == found
    only["timeline"] = ["soon", only["timeline"]]
    assert told(as_json({"title": "Owls", "confs": [only, "next"]})) == found


@pytest.mark.parametrize("year", ["²²²²", "27", "next"])
def test_c6_a_year_that_is_none_fills_no_template(year: str) -> None:
    ((_, what),) = told(as_json({"name": "Owls", "year": year, "deadline": "%Y-02-01"}))
    assert what == "it does not name its year"


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("UTC-12", "2027-02-02 11:59 Etc/GMT+12"),
        ("AoE", "2027-02-02 11:59 Etc/GMT+12"),
        (None, "2027-02-02 11:59 Etc/GMT+12"),
        ("UTC+8", "2027-02-01 15:59 Etc/GMT-8"),
        ("UTC", "2027-02-01 23:59 UTC"),
        ("UTC+05:30", "2027-02-01 18:29 UTC"),
        ("PST", "2027-02-02 07:59 Etc/GMT+8"),
        ("America/Los_Angeles", "2027-02-02 07:59 America/Los_Angeles"),
        ("Asia/Shanghai", "2027-02-01 15:59 Asia/Shanghai"),
        ("Etc/GMT-8", "2027-02-01 15:59 Etc/GMT-8"),
        ("CST", "I cannot tell for sure which zone that is"),
    ],
)
def test_c6_zones_as_files_name_them(zone: str | None, expected: str) -> None:
    body = as_yaml(ccf("Owls", edition(2027, {"deadline": "2027-02-01 23:59:59"}, zone=zone)))
    assert told(body) == [("Owls 2027", expected)]


@pytest.mark.parametrize(
    ("deadline", "expected"),
    [
        ("2027-02-01 23:59", ["2027-02-02 11:59 Etc/GMT+12"]),
        ("2027-02-01", ["2027-02-02 11:59 Etc/GMT+12"]),
        ("Feb 1, 2027 5pm UTC", ["2027-02-01 17:00 UTC"]),
        ("Monday, 1 February 2027, 23:59 AoE", ["2027-02-02 11:59 Etc/GMT+12"]),
        ("Friday, 1 February 2027", ["Monday 1 February 2027 is no Friday"]),
        ("2027-02-01 23:59 Fri", ["I read Monday 1 February 2027 in that, and 23:59 Fri"]),
        (
            "2027-02-01 extended",
            ["I read Monday 1 February 2027 in that, and extended is left over"],
        ),
        ("1 February", ["it does not name its year"]),
        ("friday", ["it does not name its year"]),
        ("03/04/2027", ["03/04/2027 can be Saturday 3 April 2027 or Thursday 4 March 2027"]),
        ("2027-02-30 23:59", ["The calendar has no such date"]),
        ("2027-02-01 25:99", ["No clock shows that time"]),
        ("sometime in 2027", ["I do not read that as a date and a time"]),
        ("TBD", []),
        ("tba.", []),
        ("", []),
        ("2025-02-01 23:59", []),
    ],
)
def test_c6_deadlines_as_they_are_written(deadline: str, expected: list[str]) -> None:
    found = [what for _name, what in told(one(deadline))]
    assert len(found) == len(expected)
    for what, text in zip(found, expected, strict=True):
        assert what.startswith(text)


@pytest.mark.parametrize(
    ("deadline", "kept", "over"),
    [("2026-11-26", 1, 0), ("2026-11-23", 1, 1), ("2026-09-27", 1, 1), ("2026-09-24", 0, 1)],
)
def test_c6_of_what_is_over_the_last_sixty_days_are_looked_at(
    deadline: str, kept: int, over: int
) -> None:
    found = parsed(one(deadline))
    assert (len(found.deadlines), found.over) == (kept, over)


def test_c6_a_weekday_that_contradicts_its_date_is_to_be_asked_about() -> None:
    found = parsed(one("Friday, 1 February 2027")).deadlines
    assert [each.asks for each in found] == [True]
    assert [each.asks for each in parsed(one("1 February")).deadlines] == [False]


def test_c6_sec_deadlines_rounds_and_templates() -> None:
    body = as_yaml(
        sec("PETS", 2027, ["%Y-11-30 23:59", "%y-02-28 23:59", "%y-05-31 23:59"]),
        sec("PoPETs", 2027, "%y-%m-15 23:59", timezone="Etc/UTC"),
        sec("S&P 2027", 2027, ["2027-06-05 23:59"]),
    )
    found = told(body)
    assert found[:3] == [
        ("PETS 2027 (1 of 3)", "2026-12-01 11:59 Etc/GMT+12"),
        ("PETS 2027 (2 of 3)", "2027-03-01 11:59 Etc/GMT+12"),
        ("PETS 2027 (3 of 3)", "2027-06-01 11:59 Etc/GMT+12"),
    ]
    assert found[3] == ("PoPETs 2027 (1 of 12)", "2027-01-15 23:59 UTC")
    assert found[14] == ("PoPETs 2027 (12 of 12)", "2027-12-15 23:59 UTC")
    assert found[15] == ("S&P 2027", "2027-06-06 11:59 Etc/GMT+12")
    assert len({each.key for each in parsed(body).deadlines}) == 16


def test_c6_what_stands_there_twice_counts_once_and_two_of_one_name_are_told_apart() -> None:
    twice = told(as_yaml(sec("Owls", 2027, "2027-02-01"), sec("owls", 2027, "2027-02-01 23:59")))
    assert [name for name, _ in twice] == ["Owls 2027"]
    apart = told(as_yaml(sec("Owls", 2027, "2027-02-01"), sec("OWLS", 2027, "2027-02-02")))
    assert [name for name, _ in apart] == ["Owls 2027 (1 of 2)", "Owls 2027 (2 of 2)"]


def test_c6_values_of_yaml_stay_what_is_written() -> None:
    """To YAML itself 23:59 is a number, a date has a type, and `no` is false."""
    body = b"- name: no\n  year: 2027\n  deadline: 2027-02-01 23:59:00\n  timezone: UTC\n"
    assert told(body) == [("no 2027", "2027-02-01 23:59 UTC")]


def test_c6_of_json_texts_alone_are_read() -> None:
    said = [None, True, "2027-02-01"]
    table = {"name": "Owls", "year": 2027, "timezone": None, "deadline": said}
    assert told(as_json(table)) == [("Owls 2027 (2 of 2)", "2027-02-02 11:59 Etc/GMT+12")]


def test_c6_the_one_list_of_a_table_is_its_conferences() -> None:
    one_of = {"conferences": [sec("Owls", 2027, "2027-02-01")], "version": "3", "more": []}
    found = parsed(json.dumps(one_of).encode())
    assert (found.kind, len(found.deadlines)) == (FileKind.JSON, 1)
    two = {**one_of, "more": ["x"]}
    assert "neither a calendar nor a list" in refused(json.dumps(two).encode())


def test_c6_links_with_brackets_and_quotes_are_kept() -> None:
    link = "https://owl.example/a[1]_(b)\"c'"
    assert parsed(as_json(sec("Owls", 2027, "2027-02-01", link=link))).deadlines[0].link == link
    bad = as_json(sec("Owls", 2027, "2027-02-01", link="javascript:alert(1)"))
    assert parsed(bad).deadlines[0].link is None


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        (":20270201T235900Z", "2027-02-01 23:59 UTC"),
        (";TZID=Europe/Paris:20270201T235900", "2027-02-01 22:59 Europe/Paris"),
        (";TZID=Etc/GMT+12:20270201T235900", "2027-02-02 11:59 Etc/GMT+12"),
        (";VALUE=DATE:20270201", "2027-02-02 11:59 Etc/GMT+12"),
        (":20270201T235900", "its time names no zone"),
        (";TZID=Owl/Wood:20270201T235900", "I do not know its zone, Owl/Wood"),
        (';TZID="Owl^n\u202eWood":20270201T235900', "I do not know its zone, Owl Wood"),
        (":tomorrow", "I do not read that as a date and a time"),
        (";TZID=Asia/Tokyo:00010101T000000", "I do not read that as a date and a time"),
        (";TZID=Etc/GMT+12:99991231T235959", "I do not read that as a date and a time"),
        (":99991231T235959Z", "Friday 31 December 9999 is more than ten years away"),
        (";VALUE=DATE:99991231", "Friday 31 December 9999 is more than ten years away"),
        (":20270201T235900Z\r\nSUMMARY:Bats", "2027-02-01 23:59 UTC"),
        (":20270201T235900Z\r\nRRULE:FREQ=DAILY", "it comes again and again"),
        (":20270201T235900Z\r\nRDATE:20270301T235900Z", "it comes again and again"),
        (";TZID=Etc/UTC:20270201T235900", "2027-02-01 23:59 UTC"),
        (";TZID=Burrow:20270201T235900", "2027-02-01 20:59 UTC"),
    ],
)
def test_c6_events_of_a_calendar(start: str, expected: str) -> None:
    """``Burrow`` is a zone of the calendar's own; the mark before a text is none of it."""
    body = calendar(BURROW, event("Owls", start))
    assert told(body) == told(BOM_UTF8 + body) == [("Owls", expected)]


def test_c6_a_calendar_s_cancelled_and_past_events() -> None:
    body = calendar(
        event("Owls\\, again", ":20270201T235900Z", URL="https://owl.example/a[1]"),
        event("Gone", ":20270201T235900Z", STATUS="CANCELLED"),
        event("Past", ":20200201T235900Z"),
        event("Past and floating", ":20200201T235900"),
        event("Past by a date", ";VALUE=DATE:00010101"),
    )
    found = parsed(body)
    assert [each.name for each in found.deadlines] == ["Owls, again"]
    assert found.deadlines[0].link == "https://owl.example/a[1]"
    assert (found.kind, found.over) == (FileKind.CALENDAR, 3)


def _many(count: int) -> bytes:
    return as_json(*(sec(f"C{number}", 2027, "2027-02-01") for number in range(count)))


BURROW = (
    "BEGIN:VTIMEZONE\r\nTZID:Burrow\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
    "TZOFFSETFROM:+0300\r\nTZOFFSETTO:+0300\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
)
LAUGHS = b"a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nname: *c\ndeadline: 2027-01-01\n"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"<!doctype html><title>Owls</title>", "it is a web page"),
        (b"  <html>", "it is a web page"),
        (b"", "neither a calendar nor a list"),
        (b"owls", "neither a calendar nor a list"),
        (b"[]", "neither a calendar nor a list"),
        (b'{"a": [1, 2]}', "neither a calendar nor a list"),
        (b"\xff\xd8\xff", "it is not text in UTF-8"),
        (b"- name: [", "its YAML is broken"),
        (b"- name: a\n\0", "its YAML is broken"),
        (b'[{"name": 1', "its JSON is broken"),
        (b"BEGIN:VCALENDAR\r\nowls", "its calendar is broken"),
        (LAUGHS, "it refers to parts of itself"),
        (b"- &a\n  - *a\n", "it refers to parts of itself"),
        (b"- " * (MAX_DEPTH + 5) + b"x", "it is nested too deeply"),
        (b'{"a":' * 100_000, "it is nested too deeply"),
        (b"[" * (MAX_DEPTH + 5) + b"]" * (MAX_DEPTH + 5), "it is nested too deeply"),
        (b"? a\n" * MAX_VALUES, "it has far too much in it"),
        (b"[" + b"1," * MAX_VALUES + b"1]", "it has far too much in it"),
        (b"- name: a\n  name: b\n", "says “name” twice"),
        (b'[{"name": "a", "name": "b"}]', "says “name” twice"),
        (b"a: 1\n---\nb: 2\n", "it has several documents in it"),
        (
            as_json(sec("C", 2020, ["2020-01-01"] * (MAX_WRITTEN + 1))),
            "it has more than 20,000 deadlines in it",
        ),
        (_many(MAX_KEPT + 1), "it has more than 2,000 deadlines ahead"),
    ],
    ids=lambda value: value[:12] if isinstance(value, str) else None,
)
def test_c6_what_is_hostile_or_no_file_of_deadlines_is_refused_in_words(
    body: bytes, said: str
) -> None:
    assert said in refused(body)


def test_c6_yaml_that_names_code_is_text() -> None:
    body = b"- name: !!python/object/apply:os.system [id]\n  deadline: 2027-02-01\n"
    assert told(body) == [("Without a name", "2027-02-02 11:59 Etc/GMT+12")]


def test_c6_names_are_one_visible_line_and_fit() -> None:
    found = told(as_json(sec("Owls\u202e\n\0" + "x" * 200, 2027, "2027-02-01")))
    ((name, _),) = found
    assert name.startswith("Owls xxx")
    assert len(name) <= 80
    said = [f"2027-02-01 {number // 60:02}:{number % 60:02}" for number in range(1000)]
    assert all(len(name) <= 80 for name, _ in told(as_json(sec("x" * 200, 2027, said))))


def test_c6_two_thousand_deadlines_are_read_within_seconds() -> None:
    begun = datetime.now(UTC)
    assert len(parsed(_many(MAX_KEPT)).deadlines) == MAX_KEPT
    assert datetime.now(UTC) - begun < timedelta(seconds=8)
