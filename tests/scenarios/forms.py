"""Every form of every feature: how to come by it, and how to fill it in."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from datetime import timedelta

from sqlalchemy import select

from bot.actions.models import ActionRow
from bot.actions.values import ActionStatus
from bot.contributions import service as contributions
from bot.contributions.values import Entry, State
from bot.deadline_files.models import DeadlineFileRow, FileEntryRow
from bot.deadline_files.rules import KEY_LENGTH
from bot.deadline_files.values import FileKind
from bot.health_checks import service as health_checks
from bot.inputs.links import address_key
from bot.library.rules import button_key
from bot.papers import counting
from bot.papers.models import RoundRow
from bot.projects import service as projects
from bot.reproductions import rules
from bot.reproductions import service as reproductions
from bot.retros.models import CardRow
from bot.reviews import rota_service
from bot.second_ratings import service as second_ratings
from sandbox import ActingUser, Modal, Upload
from tests.competency.acting import act, rate_all
from tests.live import Study, custom_ids, form_of
from tests.papers import group as papers
from tests.retros.acting import closed, opened, settle, write
from tests.talks.evening import begun_evening
from tests.themes.acting import on

_DAY = timedelta(days=1)
_OF_GROUP = (
    "forget:name",
    "export:restore",
    "partner:join",
    "partner:pause",
    "partner:not-with-add",
)
A_LINK = button_key(address_key("https://fullstackdeeplearning.com/"))
"""A link of the shipped plan, as buttons name it."""

TEXT_INPUT, STRING_SELECT, USER_SELECT, FILE_UPLOAD, RADIO_GROUP = 4, 3, 5, 19, 21


def filled(
    form: Modal, typed: str, owner: ActingUser, known: Mapping[str, str] | None = None
) -> dict[str, object]:
    """An answer for every field: in texts what is ``known`` by the field's name or else ``typed``.

    Elsewhere something sound.
    """
    given: dict[str, object] = {}
    for label, field in form.fields.items():
        if field["type"] == TEXT_INPUT:
            given[label] = (known or {}).get(field["custom_id"], typed)
        elif field["type"] == STRING_SELECT:
            given[label] = field["options"][0]["value"]
        elif field["type"] == FILE_UPLOAD:
            given[label] = Upload("data.json", b"{}")
        elif field["type"] == USER_SELECT:
            given[label] = owner
        elif field["type"] == RADIO_GROUP:
            given[label] = (known or {}).get(field["custom_id"], field["options"][0]["value"])
    return given


async def open_form(study: Study, opener: str) -> Modal:
    """Open a form as the organiser, by a command or by the custom id of a button."""
    olga = study.organiser
    if opener.startswith("/"):
        return form_of(await olga.slash(opener[1:]))
    return form_of(await olga.click(await olga.slash("help"), custom_id=opener, forge=True))


def route_of(form: Modal) -> str:
    """The route that answers it."""
    return ":".join(form.custom_id.partition("~")[0].split(":")[:2])


async def paper_chosen(study: Study, who: ActingUser) -> int:
    """A round that chose paper 1, for a member to review; they noted an attempt at it."""
    guild_id, now, user_id = study.guild.id, study.clock.now(), who.id
    await papers.announce(study.db, papers.entry(1), now=now)
    found = await papers.open_round(study.db, guild_id, now=now)
    assert found is not None
    await papers.vote(study.db, user_id, 1, now=now, round_id=found.id, guild=guild_id)
    async with study.db.begin() as session:
        caller = await papers.member(session, user_id, guild_id=guild_id, now=now)
        await rota_service.count_in(session, caller)
        row = await session.get_one(RoundRow, found.id)
        await counting.close(session, row, now)
        tried = rules.entry(
            tried="Table 2", repository="", outcome="failed", note="", is_released=False
        )
        await reproductions.note(session, caller, papers.keys(found)[0], tried)
    return found.id


async def _of_health_check(study: Study, who: ActingUser) -> AsyncIterator[str]:
    """What opens the form of an answer that was given, and that of a new one."""
    guild_id, now = study.guild.id, study.clock.now()
    async with study.db.begin() as session:
        caller = await papers.member(session, who.id, guild_id=guild_id, now=now)
        secret = (await health_checks.answer(session, caller, 2, (3,) * 5)).secret
    yield f"health:change:2:{secret}"
    async with study.db.begin() as session:
        await health_checks.take_back(session, caller, 2, secret)
    yield "health:answer:2"


async def _of_projects(study: Study, who: ActingUser) -> list[str]:
    """What opens the forms of a project that was begun, and of a contribution."""
    guild_id, now = study.guild.id, study.clock.now()
    async with study.db.begin() as session:
        caller = await papers.member(session, who.id, guild_id=guild_id, now=now)
        begun = await projects.begin(
            session, caller, title="Mails", summary="", repository="", pain_points=[], block=""
        )
        entry = Entry("https://example.org/pull/1", "", State.OPEN, is_released=False)
        noted = await contributions.note(session, caller, entry)
    number = begun.project.id
    return [
        *("project:new", f"project:checkpoint:{number}:scoping:audit"),
        *(f"project:{each}:{number}" for each in ("edit", "answer", "step")),
        *(f"project:{each}:{number}:publish" for each in ("risks", "case")),
        *("contribution:add", f"contribution:edit:{noted.contribution.id}"),
    ]


async def _of_meetings(study: Study, olga: ActingUser) -> AsyncIterator[str]:
    """What opens the forms of a session ahead, and of an evening of talks that has begun."""
    guild_id = study.guild.id
    sam = await study.person("Sam")
    meeting_id, (hers, his) = await begun_evening(study, olga, sam)
    await olga.slash("session plan", when="tomorrow 18:00", topic="Attention")
    await settle(study)
    yield f"session:move:{meeting_id + 1}"
    yield f"session:notes:{meeting_id}"
    yield "talk:propose"
    yield f"talk:change:{hers}"
    # Signed once, it can be given again.
    form = await open_form(study, f"talk:give:{guild_id}:{his}")
    await olga.submit(form, {**filled(form, "Clear", olga), "Sign it": True})
    yield f"talk:give:{guild_id}:{his}"


async def _of_second_rating(study: Study, who: ActingUser) -> AsyncIterator[str]:
    """What opens the form that asks somebody, and that of a rating that somebody asks for."""
    guild_id, day = study.guild.id, study.clock.now().day
    rated = {"day": day, "user_id": study.people["Of five 0"].id, "guild_id": guild_id}
    await rate_all(study.db, *[3] * 8, **rated)
    asked = (await act(study.db, second_ratings.ask, who.id, **rated)).second
    rating = {"day": day, "user_id": who.id, "guild_id": guild_id}
    await act(study.db, second_ratings.accept, asked.id, **rating)
    yield f"second-rating:ask:{guild_id}"
    yield f"second-rating:rate:{guild_id}:{asked.id}:0"


async def _of_cycle(study: Study, olga: ActingUser) -> AsyncIterator[str]:
    """What opens the forms about a cycle that was closed."""
    await olga.click(await olga.slash("cycle start", date="tomorrow"), "Start cycle 2")
    yield f"cycle:date:{study.guild.id}:1:theory-problem-sets"
    yield f"cycle-report:answer:{study.guild.id}:1"


async def late_actions(study: Study) -> list[int]:
    """Two actions that nobody has; their date has passed, so whoever takes one gives another."""
    now = study.clock.now()
    made = {"status": ActionStatus.OPEN, "created_at": now, "due_on": now.date() - _DAY}
    rows = [ActionRow(guild_id=study.guild.id, text="Shorter calls", **made) for _ in range(2)]
    async with study.db.begin() as session:
        session.add_all(rows)
    return [row.id for row in rows]


async def _begin(olga: ActingUser) -> None:
    """The organiser joins, and has something of each kind that a form can be about."""
    await olga.slash("join")
    await olga.click(await olga.slash("today"), "Done")
    await olga.slash("milestone done", milestone="theory-paper-summaries")
    await olga.slash("milestone done", milestone="community-knowledge-share")
    await olga.slash("milestone add", title="Mine")
    await olga.slash("conference add", name="ICML", deadline="2026-04-15")
    await olga.submit(await olga.slash("share add", url="owl.example"), {"Title": "Owls"})


async def unclear_deadline(study: Study) -> str:
    """What opens the form of a deadline in a file that cannot be read for sure."""
    now, key = study.clock.now(), "a" * KEY_LENGTH
    url = "https://owl.example/deadlines.yml"
    file = DeadlineFileRow(guild_id=study.guild.id, key=key, url=url, kind=FileKind.YAML)
    file.read_at, file.next_read_at, file.over, file.undated = now, now + _DAY, 0, 0
    async with study.db.begin() as session:
        session.add(file)
        await session.flush()
        entry = FileEntryRow(guild_id=study.guild.id, file_id=file.id, key=key, family=key)
        entry.name, entry.said, entry.trouble, entry.asks = "Owls", "soon", "no date", False
        entry.place = 0
        session.add(entry)
        return f"deadline-file:answer:{file.id}:{key}"


async def every_opener(study: Study) -> AsyncIterator[str]:
    """What opens each form, when all that it needs is there; the organiser is a member."""
    olga, guild_id = study.organiser, study.guild.id
    await _begin(olga)
    panel = await opened(study, "anonymous")
    answers = [await write(olga, panel, "Worked", text) for text in ("One", "Two")]
    yield custom_ids(answers[0], "retro:edit-own")[0]
    await on(study)
    await on(study)
    yield "theme:rename:1:0"
    yield "retro:comment:1:0"
    await closed(study)
    for number in range(4):
        await study.person(f"Of five {number}")
    await opened(study)
    await olga.submit(await olga.slash("retro card"), {"Your card": "First"})
    round_id = await paper_chosen(study, olga)
    for opener in (
        *(f"me:{setting}:{guild_id}" for setting in ("zone", "join-zone", "time", "pause")),
        *(f"me:{setting}:{guild_id}" for setting in ("rest-add", "lighter")),
        *("milestone:add::theory", "milestone:due:own-1", "milestone:rename:own-1"),
        *(f"milestone:pace:{guild_id}", "settings:basics", "settings:rhythm", "settings:support"),
        *("setup:basics", "setup:rhythm", "milestone:note:theory-paper-summaries"),
        *("plan:edit:theory-problem-sets", "plan:add:theory-math"),
        "plan:more:theory-problem-sets",
        "milestone:time-note:community-knowledge-share:1:0",
        f"routine:note:{guild_id}:2026-03-02:today",
        *(f"routine:minutes:{guild_id}:2026-03-02:today", f"routine:week:{guild_id}:2026-03-02"),
        f"mini-retro:write:{guild_id}:2026-03-01",
        f"checkin:answer:{guild_id}:1",
        *(f"competency:rate:{guild_id}:0", f"competency:answer:{guild_id}"),
        *("paper:suggest:0", "paper:follow", "paper:feed-add", "retro:card:2:0", "/retro card"),
        *("paper:hours", "paper:how", "news:add", "review:write:2603.00001"),
        *(f"rota:swap:{guild_id}:{round_id}", f"follow-up:plan:{round_id}"),
        *("reproduction:log:2603.00001", "reproduction:edit:1"),
        *("conference:add", "conference:change:1", "share:add", "share:change:1"),
        *("library:suggest", f"library:report:{A_LINK}", f"library:replace:{A_LINK}"),
        *(*await _of_projects(study, olga), await unclear_deadline(study)),
        *(f"{each}:{guild_id}" for each in _OF_GROUP),
        f"reminder:date:{guild_id}:1:own-1",
    ):
        yield opener
    async for opener in _of_health_check(study, olga):
        yield opener
    async for opener in _of_second_rating(study, olga):
        yield opener
    async with study.db.read() as session:
        card_id = await session.scalar(select(CardRow.id).where(CardRow.text == "First"))
    yield f"retro:edit:{card_id}"
    await closed(study)
    yield "action:add:2"
    first, second = await late_actions(study)
    yield f"action:add-from:{study.retros.id}:1"
    yield f"action:take:{first}:item:0"
    yield f"action:move:{first}:item:0"
    yield f"action:named-take:{guild_id}:0:{second}"
    async for opener in _of_meetings(study, olga):
        yield opener
    async for opener in _of_cycle(study, olga):
        yield opener
