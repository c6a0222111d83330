"""Every form of every feature: how to come by it, and how to fill it in."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping

from sqlalchemy import func, select

from bot.retros.models import CardRow
from sandbox import ActingUser, Modal
from tests.live import Study, form_of
from tests.retros.acting import closed, opened

TEXT_INPUT, STRING_SELECT, USER_SELECT = 4, 3, 5


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
        elif field["type"] == USER_SELECT:
            given[label] = owner
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
    for opener in (
        *(f"me:{setting}:{guild_id}" for setting in ("zone", "join-zone", "time", "pause")),
        *("milestone:add::theory", "milestone:due:own-1", "milestone:rename:own-1"),
        f"milestone:pace:{guild_id}",
        *("setup:basics", "setup:rhythm", "milestone:note:theory-paper-summaries"),
        *("plan:edit:theory-problem-sets", "plan:add:theory-math"),
        "plan:more:theory-problem-sets",
        "milestone:time-note:community-knowledge-share:1:0",
        f"routine:note:{guild_id}:2026-03-02:today",
        f"reminder:date:{guild_id}:1:own-1",
        *("paper:suggest:0", "paper:follow", "paper:feed-add", "retro:card:1:0", "/retro card"),
        "paper:hours",
        *("conference:add", "conference:change:1"),
    ):
        yield opener
    async with study.db.read() as session:
        card_id = await session.scalar(select(func.min(CardRow.id)))
    yield f"retro:edit:{card_id}"
    await closed(study)
    yield "action:add:1"
    await olga.click(await olga.slash("cycle start", date="tomorrow"), "Start cycle 2")
    yield f"cycle:date:{guild_id}:1:theory-problem-sets"
