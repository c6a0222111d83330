"""Every form of every feature: how to come by it, and how to fill it in."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping

from sqlalchemy import func, select

from bot.papers import counting
from bot.papers.models import RoundRow
from bot.reproductions import rules
from bot.reproductions import service as reproductions
from bot.retros.models import CardRow
from bot.reviews import rota_service
from sandbox import ActingUser, Modal, Upload
from tests.live import Study, form_of
from tests.papers import group as papers
from tests.retros.acting import closed, opened

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


async def every_opener(study: Study) -> AsyncIterator[str]:
    """What opens each form, when all that it needs is there; the organiser is a member."""
    olga, guild_id = study.organiser, study.guild.id
    await olga.slash("join")
    await olga.click(await olga.slash("today"), "Done")
    await olga.slash("milestone done", milestone="theory-paper-summaries")
    await olga.slash("milestone done", milestone="community-knowledge-share")
    await olga.slash("milestone add", title="Mine")
    await olga.slash("conference add", name="ICML", deadline="2026-04-15")
    await opened(study)
    await olga.submit(await olga.slash("retro card"), {"Your card": "First"})
    round_id = await paper_chosen(study, olga)
    for opener in (
        *(f"me:{setting}:{guild_id}" for setting in ("zone", "join-zone", "time", "pause")),
        *(f"me:{setting}:{guild_id}" for setting in ("rest-add", "lighter")),
        *("milestone:add::theory", "milestone:due:own-1", "milestone:rename:own-1"),
        f"milestone:pace:{guild_id}",
        *("setup:basics", "setup:rhythm", "milestone:note:theory-paper-summaries"),
        *("plan:edit:theory-problem-sets", "plan:add:theory-math"),
        "plan:more:theory-problem-sets",
        "milestone:time-note:community-knowledge-share:1:0",
        f"routine:note:{guild_id}:2026-03-02:today",
        *(f"routine:minutes:{guild_id}:2026-03-02:today", f"routine:week:{guild_id}:2026-03-02"),
        f"reminder:date:{guild_id}:1:own-1",
        *("paper:suggest:0", "paper:follow", "paper:feed-add", "retro:card:1:0", "/retro card"),
        *("paper:hours", "paper:how", "news:add", "review:write:2603.00001"),
        *(f"rota:swap:{guild_id}:{round_id}", f"follow-up:plan:{round_id}"),
        *("reproduction:log:2603.00001", "reproduction:edit:1"),
        *("conference:add", "conference:change:1"),
        *(f"forget:name:{guild_id}", f"export:restore:{guild_id}"),
    ):
        yield opener
    async with study.db.read() as session:
        card_id = await session.scalar(select(func.min(CardRow.id)))
    yield f"retro:edit:{card_id}"
    await closed(study)
    yield "action:add:1"
    await olga.click(await olga.slash("cycle start", date="tomorrow"), "Start cycle 2")
    yield f"cycle:date:{guild_id}:1:theory-problem-sets"
