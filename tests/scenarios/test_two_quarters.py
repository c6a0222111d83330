"""Two quarters of looking at oneself: ratings, check-ins, a second view, and the group going on."""

from __future__ import annotations

from datetime import date, datetime
from itertools import pairwise

import pytest

from bot.cycles import service as cycles
from bot.plans import service as plans
from sandbox import ActingUser, Seen
from tests.checkins.acting import FINE, NOTE, OFFER, TIRED, at, check_in, fields
from tests.competency.acting import axis
from tests.groups import acting as groups
from tests.live import Study, custom_ids, form_of
from tests.mini_retros.acting import retro_on
from tests.plans.strategies import entry, small_plan

pytestmark = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)

RATING = "Where do you stand on the plan's axes?"
ASKS = "asks how you see them"
MONDAY, THURSDAY = 0, 3
RETRO_DAY = 11
HELP = "Student counselling"


def on(month: int, day: int, hour: int = 12) -> datetime:
    """An instant of 2026."""
    return at(1).replace(month=month, day=day, hour=hour)


def offered(person: ActingUser, words: str) -> list[date]:
    """On which dates a message offered it."""
    return [each.timestamp.date() for each in person.inbox if words in each.text]


async def plan_with(study: Study, *axes: str) -> None:
    """Let the group follow a plan with these axes."""
    async with study.db.begin() as session:
        text = small_plan(tail="".join((*map(_prompt, ("monday", "thursday")), *axes)))
        await plans.load(session, study.guild.id, text, now=study.clock.now())


def _prompt(day: str) -> str:
    """The TOML of a day's prompt."""
    return entry("routine", day=day, topic="build", title="Build", text="Take a step.")


async def rate(person: ActingUser, **levels: int) -> Seen:
    """Rate oneself on some axes by the form."""
    seen = await person.slash("competency rate")
    opens = custom_ids(seen, "competency:rate:")[0]
    form = form_of(await person.click(seen, custom_id=opens))
    given = {name.title(): str(level) for name, level in levels.items()}
    return await person.submit(form, given)


async def give_view(person: ActingUser, level: str) -> Seen:
    """Say yes to who asks in `/today`, and give every axis a level."""
    today = await person.slash("today")
    request = await person.click(today, custom_id=custom_ids(today, "second-rating:open")[0])
    accepted = await person.click(request, "Accept")
    form = form_of(await person.click(accepted, "Rate"))
    return await person.submit(form, dict.fromkeys(form.fields, level))


async def ask(person: ActingUser, other: ActingUser) -> Seen:
    """Ask another member for a second rating."""
    form = await person.click(await person.slash("competency compare"), "Ask a member")
    return await person.submit(form, {"Whom do you ask?": [other]})


async def begin(study: Study) -> tuple[ActingUser, ActingUser, ActingUser]:
    """Ana with messages on two days of the week, two others on Mondays; links to help."""
    people = [await study.person(name) for name in ("Ana", "Ben", "Cem")]
    async with study.db.begin() as session:
        for person, days in zip(people, ({MONDAY, THURSDAY}, {MONDAY}, {MONDAY}), strict=True):
            await groups.change_member(
                session,
                study.guild.id,
                person.id,
                weekdays=frozenset(days),
                now=study.clock.now(),
            )
    await retro_on(study.db, RETRO_DAY, study.guild.id)
    await plan_with(study, *map(axis, ("read", "write", "ship")))
    olga = study.organiser
    form = form_of(await olga.slash("settings support"))
    link = f"{HELP} https://help.example.org/talk"
    await olga.click(await olga.submit(form, {"Where do people find help?": link}), "Save")
    ana, ben, cem = people
    return ana, ben, cem


async def first_quarter(study: Study, ana: ActingUser) -> None:
    """The baseline and the first check-in."""
    # The baseline in the first week, in halves, with a restart between them.
    await study.clock.move_to(on(3, 5))
    assert offered(ana, RATING) == [date(2026, 3, 5)]
    half = await rate(ana, read=2, write=1)
    assert "2 of 3 axes rated" in half.text
    await study.restart()
    assert "● Finished." in (await rate(ana, ship=3)).text

    # The first check-in comes five weeks after she did; a form outlives a restart.
    await study.down_until(on(4, 4))
    await study.clock.move_to(on(4, 6))
    assert offered(ana, OFFER) == [date(2026, 4, 6)]
    form = form_of(await ana.click(await ana.click(ana.inbox[-1], "Check in"), "Begin"))
    await study.restart()
    fine = await ana.submit(form, fields(FINE, NOTE))
    assert "a lot to carry" not in fine.text
    await ana.slash("checkin cadence", days=28)


async def second_view(study: Study, ana: ActingUser, ben: ActingUser, cem: ActingUser) -> None:
    """The second quarter's rating, and how another one sees it."""
    # Four weeks later the second quarter's rating is offered still: the check-in waits.
    await study.down_until(on(4, 29))
    await study.clock.move_to(on(5, 4))
    assert offered(ana, RATING)[1:] == [date(2026, 4, 30)]
    today = await ana.slash("today")
    assert RATING in today.text
    assert OFFER not in today.text
    changed = await ana.click(await rate(ana, read=3, write=1, ship=3), "See the change")
    assert "Up on 1 of 3 axes since Q1 2026." in changed.text

    # A second view: the first mentor leaves before it stands, the next one gives it.
    await ask(ana, ben)
    await study.restart()
    assert ASKS in (await ben.slash("today")).text
    await ben.click(await ben.slash("leave"), "Leave")
    assert "no longer in the group" in (await ana.slash("competency compare")).text
    await ask(ana, cem)
    assert "Alike on 2 of 3 axes." in (await give_view(cem, "3")).text


async def strained_weeks(study: Study, ana: ActingUser) -> None:
    """A strained check-in with what follows, and axes that change meanwhile."""
    # A strained check-in leads to help and lighter weeks, and the group sees none of it.
    await study.clock.move_to(on(5, 7))
    assert offered(ana, OFFER)[1:] == [date(2026, 5, 7)]
    posts = [len(each.messages) for each in (study.announcements, study.papers, study.retros)]
    strained = await check_in(ana, TIRED)
    assert HELP in strained.text
    assert {"Lighter weeks", "Rest"} <= set(strained.buttons)
    lighter = await ana.click(strained, "Lighter weeks")
    eased = await ana.submit(lighter, {"Which days stay?": ["0"], "For how long?": "2"})
    assert "1 of 2 days a week" in eased.text
    assert posts == [
        len(each.messages) for each in (study.announcements, study.papers, study.retros)
    ]
    await ana.slash("checkin cadence", days=35)
    before = len(ana.inbox)

    # In mid-quarter the plan's axes change: what is finished stays on those of then.
    await plan_with(study, axis("read", levels=("Never", "Daily")), axis("write"), axis("care"))
    fixed = await ana.slash("competency rate")
    assert "The plan's axes were edited since" in fixed.text
    both = await ana.slash("competency compare")
    assert "Ship" in both.text

    # Lighter weeks have their Mondays alone. Five weeks later is the day of a retro.
    await study.clock.move_to(on(5, 20))
    days = [each.timestamp.date() for each in ana.inbox[before:]]
    assert days == [date(2026, 5, 11), date(2026, 5, 18)]
    await study.down_until(on(6, RETRO_DAY, 7))
    await study.clock.move_to(on(6, RETRO_DAY))
    assert OFFER not in (await ana.slash("today")).text
    await study.restart()
    await study.clock.move_to(on(6, 15))
    assert offered(ana, OFFER)[2:] == [date(2026, 6, 15)]
    await check_in(ana)


async def third_quarter(study: Study, ana: ActingUser) -> None:
    """A rating over the end of a cycle."""
    # The third quarter's rating is open when the cycle closes, and goes on after it.
    await study.down_until(on(7, 1))
    await study.clock.move_to(on(7, 2))
    assert offered(ana, RATING)[2:] == [date(2026, 7, 2)]
    assert "2 of 3 axes rated" in (await rate(ana, write=2, care=1)).text
    async with study.db.begin() as session:
        organiser = groups.organiser(study.guild.id, now=study.clock.now())
        await cycles.close(session, organiser, 1, start=date(2026, 7, 6))
    await study.down_until(on(7, 9))
    done = await rate(ana, read=2)
    assert "● Finished." in done.text
    last = await ana.click(done, "See the change")
    assert "Edited in the plan between the two, so not compared: Read." in last.text
    assert "Up on 1 of 1 axis since Q2 2026." in last.text


async def test_w1_w5_w6_w7_w8_u6_two_quarters_with_restarts(study: Study) -> None:
    """A baseline, a rating a quarter, check-ins four to six weeks apart and never on a day of a
    retro or rating, a strained one, axes that change, a mentor who leaves, a cycle that closes."""
    ana, ben, cem = await begin(study)
    await first_quarter(study, ana)
    await second_view(study, ana, ben, cem)
    await strained_weeks(study, ana)
    await third_quarter(study, ana)
    assert [(later - one).days for one, later in pairwise(offered(ana, OFFER))] == [31, 39]
    assert not {*offered(ana, OFFER)} & {*offered(ana, RATING)}
    assert all(day.day != RETRO_DAY for day in offered(ana, OFFER))
    trend = await ana.slash("checkin history")
    assert HELP in trend.text
    for channel in (study.announcements, study.papers, study.retros):
        assert all(str(ana.id) not in each.text for each in channel.messages)
    assert study.sandbox.violations == []
