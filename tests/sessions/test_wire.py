"""Sessions over the wire: planned, joined, moved, called off, held, noted (C10)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.live import Study, custom_ids, form_of
from tests.reviews.weeks import chosen
from tests.sessions.acting import (
    call_off,
    events,
    join,
    later,
    let_events,
    plan,
    posted,
    settle,
    text_of,
)
from tests.talks.acting import propose, schedule

pytestmark = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)

THURSDAY = datetime(2026, 3, 5, 18, tzinfo=UTC)
NASTY = "@everyone <@&1> **x** [y](https://evil.example) \u202eשלום"


def stamp(at: datetime, style: str = "F") -> str:
    return f"<t:{int(at.timestamp())}:{style}>"


async def test_c10_a_session_from_plan_to_notes(study: Study) -> None:
    """C10: the panel with who comes, the event, the end, and notes of it."""
    let_events(study)
    ana, ben = await study.person("Ana"), await study.person("Ben")
    seen, panel = await plan(study, place="https://meet.example/room")
    assert seen.ephemeral
    assert f"Planned: *Attention, part two*, {stamp(THURSDAY)}." in seen.text
    assert "Who comes** · 0" in text_of(panel)
    assert "Where: [meet.example](<https://meet.example/room>)" in text_of(panel)
    (event,) = events(study)
    assert (event.name, event.starts_at, event.location) == (
        "Attention, part two",
        THURSDAY,
        "https://meet.example/room",
    )
    await join(panel, ana, ben)
    assert f"**Who comes** · 2\n<@{ana.id}>, <@{ben.id}>" in text_of(panel)
    await ben.click(panel, "Can't come")
    assert f"**Who comes** · 1\n<@{ana.id}>" in text_of(panel)
    assert "1 member cannot this time" in text_of(panel)
    early = await ana.click(panel, custom_id="session:notes:1", forge=True)
    assert "from the beginning of the session on" in early.text

    await study.clock.move_to(THURSDAY.replace(hour=19))
    assert "It is over." in text_of(panel)
    form = await ana.click(panel, "Notes")
    done = await ana.submit(form, {"What came up, what was agreed": NASTY})
    assert "Your notes are kept." in done.text
    await ana.until(lambda: "**Notes**" in text_of(panel))
    assert f"last by <@{ana.id}>" in text_of(panel)
    assert "<@&1>" not in text_of(panel).replace("\\<", "")
    listed = await ben.slash("session list")
    assert "None ahead yet" in listed.text
    assert "1 member came · notes" in listed.text


async def test_c10_a_weekly_session_opens_its_next_meeting_by_itself(study: Study) -> None:
    """C10: when one is over; calling one off opens the next too, ending the series none."""
    let_events(study)
    ana = await study.person("Ana")
    _, first = await plan(study, weekly=True)
    await join(first, ana)
    await study.clock.move_to(THURSDAY.replace(hour=19))
    second = posted(study)[-1]
    assert second is not first
    assert stamp(THURSDAY.replace(day=12)) in text_of(second)
    assert "Who comes** · 0" in text_of(second)
    assert [each.starts_at.day for each in events(study)] == [5, 12]
    gone = await call_off(study, "Attention")
    assert f"The next one is {stamp(THURSDAY.replace(day=19))}" in gone.text
    assert "Called off. It was planned for" in text_of(second)
    assert [each.starts_at.day for each in events(study)] == [5, 19]
    await call_off(study, "Attention", series=True)
    assert [each.starts_at.day for each in events(study)] == [5]
    for day in (12, 19):
        await study.down_until(THURSDAY.replace(day=day, hour=17))
        await study.clock.move_to(THURSDAY.replace(day=day, hour=20))
    await study.down_until(THURSDAY + timedelta(days=30))
    await later(study, hours=1)
    assert len(posted(study)) == 3


async def test_c10_those_who_come_hear_of_it_in_time(study: Study) -> None:
    """C10: on the day in the daily message, 15 minutes before, and when it is moved."""
    ana, ben = await study.person("Ana"), await study.person("Ben")
    _, panel = await plan(study, when="tuesday 18:00")
    await join(panel, ana)
    await study.clock.move_to(datetime(2026, 3, 3, 8, 0, tzinfo=UTC))
    assert "Session: *Attention, part two*" in text_of(ana.inbox[-1])
    assert "Session:" not in text_of(ben.inbox[-1])
    before = len(ana.inbox)
    await study.clock.move_to(datetime(2026, 3, 3, 17, 45, tzinfo=UTC))
    assert len(ana.inbox) == before + 1
    soon = ana.inbox[-1]
    assert "Soon: your session begins" in text_of(soon)
    assert not any("Soon" in text_of(each) for each in ben.inbox)
    seen = await ana.click(soon, "Can't come")
    assert "You cannot come this time." in seen.text
    await ana.until(lambda: "1 member cannot" in text_of(panel))


async def test_c10_thursday_names_the_next_session(study: Study) -> None:
    """C10: Thursday's message has it with *Join*, which stays in that message."""
    ana = await study.person("Ana")
    await plan(study, when="friday 18:00")
    await study.clock.move_to(datetime(2026, 3, 5, 8, 0, tzinfo=UTC))
    message = ana.inbox[-1]
    assert "Next session: *Attention, part two*" in text_of(message)
    await ana.click(message, "Join")
    assert "you come" in text_of(ana.inbox[-1])
    assert ana.inbox[-1] is message
    await study.clock.move_to(datetime(2026, 3, 6, 8, 0, tzinfo=UTC))
    assert "Session: *Attention, part two*" in text_of(ana.inbox[-1])
    assert custom_ids(ana.inbox[-1], "session:cannot-today")


async def test_c10_a_moved_session_keeps_who_comes(study: Study) -> None:
    """C10: the panel, the event and the news go with it."""
    let_events(study)
    ana, ben = await study.person("Ana"), await study.person("Ben", zone="Asia/Tokyo")
    _, panel = await plan(study)
    await join(panel, ana)
    form = await study.organiser.click(
        await study.organiser.click(await study.organiser.slash("session list"), "Open"), "Move"
    )
    assert "UTC" in form_of(form).text
    seen = await study.organiser.submit(form, {"When?": "friday 19:30"})
    await settle(study)
    friday = datetime(2026, 3, 6, 19, 30, tzinfo=UTC)
    assert f"Moved: *Attention, part two* is {stamp(friday)}." in seen.text
    for who, day in ((study.organiser, 6), (ben, 7)):
        (offered,) = await who.autocomplete("session join", "session", "")
        assert offered.name == f"0{day} Mar · Attention, part two"
    assert stamp(friday) in text_of(panel)
    assert f"<@{ana.id}>" in text_of(panel)
    assert [each.starts_at for each in events(study)] == [friday]
    assert f"Moved: the session that you join is now {stamp(friday)}" in text_of(ana.inbox[-1])
    await study.clock.move_to(datetime(2026, 3, 5, 17, 45, tzinfo=UTC))
    assert "Soon" not in text_of(ana.inbox[-1])
    await study.clock.move_to(datetime(2026, 3, 6, 19, 15, tzinfo=UTC))
    assert "Soon: your session begins" in text_of(ana.inbox[-1])


async def test_c10_a_place_is_words_or_a_link_however_odd_it_is(study: Study) -> None:
    """Brackets and quotes are kept; a link too long for an event's place is whole beside it."""
    let_events(study)
    link = "https://meet.example/(a)[b]<c>'\"?pwd=" + "x" * 120
    _, panel = await plan(study, place=link)
    assert f"(<https://meet.example/%28a%29%5Bb%5D%3Cc%3E'%22?pwd={'x' * 120}>)" in text_of(panel)
    (event,) = events(study)
    assert (event.location, event.description) == ("meet.example", link)
    refused, _ = await plan(study, when="friday 18:00", place="https://[")
    assert "not a link I can keep" in refused.text
    long, _ = await plan(study, when="friday 18:00", place="w" * 101)
    assert "101 characters, and 100 fit" in long.text
    _, words = await plan(study, when="friday 18:00", place="Room [4](http://x) @everyone")
    assert "http://x" not in text_of(words)
    assert len(events(study)) == 2


async def test_c10_c5_what_is_moved_across_a_change_of_clocks_keeps_its_wall_time(
    study: Study,
) -> None:
    """A session and an evening of talks: instant, event, reminder and the next week's."""
    let_events(study)
    await study.set_up(zone="Europe/Berlin")
    ana = await study.person("Ana")
    _, panel = await plan(study, when="2026-03-26 18:00", weekly=True)
    summer = datetime(2026, 3, 30, 16, tzinfo=UTC)
    assert stamp(datetime(2026, 3, 26, 17, tzinfo=UTC)) in text_of(panel)
    await join(panel, ana)
    await propose(ana, "Gradients")
    evening = await schedule(study, when="2026-03-27 20:00")
    assert stamp(datetime(2026, 3, 27, 19, tzinfo=UTC)) in text_of(evening)
    move = "session move"
    await study.organiser.slash(move, session="Attention", when="2026-03-30 18:00")
    await study.organiser.slash(move, session="Lightning", when="2026-03-31 20:00")
    await settle(study)
    assert stamp(summer) in text_of(panel)
    talks_at = datetime(2026, 3, 31, 18, tzinfo=UTC)
    assert stamp(talks_at) in text_of(evening)
    assert sorted(each.starts_at for each in events(study)) == [summer, talks_at]
    await study.down_until(summer - timedelta(hours=1))
    await study.clock.move_to(summer - timedelta(minutes=16))
    assert "Soon" not in text_of(ana.inbox[-1])
    await study.clock.move_to(summer - timedelta(minutes=15))
    assert f"Soon: your session begins {stamp(summer)}" in text_of(ana.inbox[-1])
    await study.clock.move_to(summer + timedelta(hours=1))
    assert stamp(datetime(2026, 4, 2, 16, tzinfo=UTC)) in text_of(posted(study)[-1])


async def test_c10_a_session_can_be_about_a_milestone(study: Study) -> None:
    """Picked from the list; one that the plan does not have is refused. A press completes it."""
    topics = await study.organiser.autocomplete("session plan", "topic", "merged pull")
    (found,) = [each for each in topics if str(each.value).startswith("milestone:")]
    assert found.name == "First merged pull request"
    _, panel = await plan(study, topic=str(found.value))
    assert "First merged pull request" in text_of(panel)
    refused = await study.organiser.slash(
        "session plan", when="friday 18:00", topic="milestone:nothing"
    )
    assert "The plan has no such milestone" in refused.text
    await study.down_until(THURSDAY)
    ana = await study.person("Ana")
    opened = await ana.click(await ana.slash("session list"), "Open")
    assert "Did this complete *First merged pull request* for you?" in opened.text
    done = await ana.click(opened, "Mark done")
    assert "Done, and noted there." in done.text
    assert "Mark done" not in done.buttons
    shown = await ana.slash("milestone show", milestone=str(found.value).split(":")[1])
    assert "Session of Thursday 5 March 2026" in shown.text


async def test_c10_r13_a_day_full_of_sessions_fits_the_message_and_today(study: Study) -> None:
    """As many as a group can plan, with the longest words; what does not fit is counted."""
    ana = await study.person("Ana")
    for hour in range(10, 22):
        place = f"https://meet.example/{'x' * 370}"
        _, panel = await plan(study, when=f"tuesday {hour}:00", topic="*" * 100, place=place)
        await join(panel, ana)
    await study.clock.move_to(datetime(2026, 3, 3, 8, 0, tzinfo=UTC))
    assert "more in" in text_of(ana.inbox[-1])
    today = await ana.slash("today")
    assert today.text.count("1 member comes") == 3
    assert "and 9 sessions more in" in today.text
    assert "Active days" in today.buttons


async def test_c10_a_session_about_the_paper_is_about_the_one_that_was_chosen(
    study: Study,
) -> None:
    """C10: planned before the vote closed; its panel and event take the paper's title."""
    let_events(study)
    ana = await study.person("Ana")
    seen = await study.organiser.slash("session plan", when="2026-03-12 18:00", topic="paper")
    assert "The paper that we choose" in seen.text
    key = await chosen(study, ana)
    await settle(study)
    (event,) = events(study)
    panel = next(each for each in posted(study) if "session:join:" in str(each.components))
    assert event.name != "The paper that we choose"
    assert event.name in text_of(panel)
    assert f"arxiv.org/abs/{key}" in text_of(panel)


async def test_d3_sessions_stand_in_the_calendar_with_their_instants(study: Study) -> None:
    """D3: those that one joins; one that is called off is taken out of a calendar that has it."""
    ana, ben = await study.person("Ana", zone="Asia/Tokyo"), await study.person("Ben")
    _, panel = await plan(study)
    await join(panel, ana)
    for who, count in ((ana, 1), (ben, 0)):
        (found,) = (await who.slash("export calendar")).files
        assert found.data.count(b"SUMMARY:Session: Attention") == count
    (found,) = (await ana.slash("export calendar")).files
    assert b"DTSTART:20260305T180000Z" in bytes(found.data)
    await call_off(study, "Attention")
    (found,) = (await ana.slash("export calendar")).files
    assert b"STATUS:CANCELLED" in bytes(found.data)


async def test_c10_what_is_ahead_survives_a_restart(study: Study) -> None:
    """Buttons work, and what is due comes, with a new process on the same database."""
    ana = await study.person("Ana")
    _, panel = await plan(study)
    await study.restart()
    await join(panel, ana)
    await study.restart()
    await study.clock.move_to(THURSDAY.replace(hour=17, minute=45))
    assert "Soon" in text_of(ana.inbox[-1])
    assert [each.name for each in await ana.autocomplete("session join", "session", "att")] == [
        "05 Mar · Attention, part two"
    ]
    topics = await study.organiser.autocomplete("session plan", "topic", "paper")
    assert "The paper that we choose" in [each.name for each in topics]


async def test_c10_the_fullest_panel_fits(study: Study) -> None:
    """Long and hostile words at every place, and more people than are named."""
    people = [await study.person(f"P{n}") for n in range(30)]
    _, panel = await plan(study, "saturday 18:00", topic="*" * 100, place="[" * 100)
    # Whoever joins now is not told that it is soon.
    await study.down_until(THURSDAY.replace(day=7, hour=17, minute=50))
    await settle(study)
    await join(panel, *people)
    assert "and 5 more" in text_of(panel)
    await study.clock.move_to(THURSDAY.replace(day=7, hour=19))
    form = await people[0].click(panel, "Notes")
    await people[0].submit(form, {"What came up, what was agreed": "`" * 2000})
    await people[0].until(lambda: "**Notes**" in text_of(panel))
    opened = await people[1].click(await people[1].slash("session list"), "Open")
    assert "**Notes**" in opened.text
