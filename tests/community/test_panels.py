"""Panels of conferences at their fullest: Discord takes them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from discord import ui

from bot.community.attendance_rules import MAX_ATTENDED
from bot.community.rules import MAX_COMING, MAX_NAME
from bot.community.values import (
    AddedConference,
    Attendance,
    Attended,
    AttendedCount,
    Conference,
    ConferenceOutcome,
    EventKind,
    Moment,
)
from bot.inputs.links import MAX_LINK
from bot.milestones.values import Period, Tally
from cogs.common.panels import Panel
from cogs.community.attendance_panels import ask_drop_panel, attended_panel, event_panel
from cogs.community.panels import (
    add_form,
    added_text,
    ask_remove_panel,
    change_form,
    conference_panel,
    list_panel,
    removed_panel,
    watching_text,
)

AT = datetime(2027, 9, 29, 23, 59, tzinfo=UTC)
# As long in words as a zone can be.
ZONE = "America/Argentina/ComodRivadavia"
NASTY = "@everyone <@&1> [x](https://e.example) **a** `b` ||שלום||" * 2


def full(link: str, name: str = NASTY[:MAX_NAME], number: int = 0) -> Conference:
    return Conference(
        2**62 + number, name, Moment(AT, ZONE), link, 2**62, watched=True, changeable=True
    )


LINKS = ("https://" + "_" * 71, ("https://" + "a." * 300)[:MAX_LINK])


def check(panel: Panel) -> None:
    assert panel.content_length() <= 4000
    assert panel.total_children_count <= 40
    ids = [
        item.custom_id
        for item in panel.walk_children()
        if isinstance(item, ui.Button | ui.Select) and item.custom_id
    ]
    assert len(ids) == len(set(ids))
    assert all(len(each) <= 100 for each in ids)
    said = "".join(item.content for item in panel.walk_children() if hasattr(item, "content"))
    assert "@everyone" not in said
    panel.to_components()  # type: ignore[no-untyped-call]  # discord.py gives it no types


@pytest.mark.parametrize("link", LINKS, ids=["short", "long"])
@pytest.mark.parametrize("name", [NASTY[:MAX_NAME], "*" * MAX_NAME], ids=["hostile", "marked up"])
def test_the_fullest_panels_fit(link: str, name: str) -> None:
    every = [full(link, name, n) for n in range(MAX_COMING)]
    for page in (0, 6, MAX_COMING):
        check(list_panel(every, page))
    one = every[0]
    for outcome in ConferenceOutcome:
        check(conference_panel(one, added_text(AddedConference(one, outcome))))
    check(conference_panel(replace(one, changeable=False), watching_text(one)))
    check(ask_remove_panel(one))
    check(removed_panel(one))
    for form in (add_form(), change_form(one)):
        assert len(form.title) <= 45
        form.to_dict()


@pytest.mark.parametrize(
    ("is_counted", "takes_it", "said"),
    [(True, False, "● Counted."), (False, True, "*Count it* puts"), (False, False, "Not counted.")],
)
def test_c6_what_counts_says_so(is_counted: bool, takes_it: bool, said: str) -> None:
    event = Attended(
        1,
        "ICML",
        EventKind.MEETUP,
        AT.date(),
        "https://icml.example/a",
        is_counted=is_counted,
        takes_it=takes_it,
    )
    tally = Tally(Period(AT.date(), AT.date()), "2027", (), 2)
    panel = event_panel(Attendance((event,), 1, AttendedCount("went", "Two", 1, tally)), 1)
    texts = [item.content for item in panel.walk_children() if hasattr(item, "content")]
    assert any(text.startswith(said) for text in texts)
    assert "[icml.example](<https://icml.example/a>)" in texts[0]
    labels = [item.label for item in panel.walk_children() if isinstance(item, ui.Button)]
    assert ("Count it" in labels) is takes_it


@pytest.mark.parametrize("link", LINKS, ids=["short", "long"])
@pytest.mark.parametrize("name", [NASTY[:MAX_NAME], "*" * MAX_NAME], ids=["hostile", "marked up"])
def test_the_fullest_list_of_where_one_went_fits(link: str, name: str) -> None:
    events = tuple(
        Attended(
            2**62 + n, name, EventKind.CONFERENCE, AT.date(), link, is_counted=False, takes_it=True
        )
        for n in range(MAX_ATTENDED)
    )
    tally = Tally(Period(AT.date(), AT.date()), "2027", (), 50)
    count = AttendedCount("went", NASTY[:MAX_NAME], 2**62, tally)
    found = Attendance(events, MAX_ATTENDED, count)
    for page in (0, 6, MAX_ATTENDED):
        check(attended_panel(found, page, "Removed."))
    check(event_panel(found, events[0].id))
    check(ask_drop_panel(events[0]))
