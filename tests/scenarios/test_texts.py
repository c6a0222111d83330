"""Every text field of every form: whatever is typed is kept or given back, and works nothing."""

from __future__ import annotations

import logging

import pytest
from sqlalchemy import func, select

from bot.db import Base
from bot.retros.models import CardRow
from cogs.common import routes_of
from cogs.features import FEATURES
from sandbox import ActingUser, Modal
from tests.live import Study
from tests.retros.acting import closed, opened

pytestmark = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)

NASTY = "@everyone <@&1> loud loud **x** [y](https://evil.example) \u202eשלום"
TEXTS = (NASTY, "loud " * 800, "\u202e" + "loud loud\n" * 399)
TEXT_INPUT, STRING_SELECT, USER_SELECT = 4, 3, 5


def filled(form: Modal, typed: str, owner: ActingUser) -> dict[str, object]:
    """An answer for every field: ``typed`` in each text, something sound elsewhere."""
    given: dict[str, object] = {}
    for label, field in form.fields.items():
        if field["type"] == TEXT_INPUT:
            given[label] = typed
        elif field["type"] == STRING_SELECT:
            given[label] = field["options"][0]["value"]
        elif field["type"] == USER_SELECT:
            given[label] = owner
    return given


async def stored(study: Study) -> str:
    async with study.db.read() as session:
        tables = [await session.execute(select(table)) for table in Base.metadata.sorted_tables]
        return "\n".join(str(tuple(row)) for rows in tables for row in rows)


async def fill_in(study: Study, opener: str) -> str:
    """Open the form, send each text off; gives back the route of the form."""
    olga = study.organiser
    panel = await olga.slash("help")
    for typed in TEXTS:
        if opener.startswith("/"):
            seen = await olga.slash(opener[1:])
        else:
            seen = await olga.click(panel, custom_id=opener, forge=True)
        assert seen.modal is not None, (opener, seen.text)
        form = seen.modal
        before = await stored(study)
        seen = await olga.submit(form, filled(form, typed, olga), forge=True)
        assert seen.failed is None, opener
        assert "reference" not in seen.text.lower(), (opener, seen.text)
        assert "@everyone" not in seen.text, opener
        assert "\u202e" not in seen.text, opener
        given_back = seen.text + "".join(file.data.decode() for file in seen.files)
        after = await stored(study)
        has_text = any(each["type"] == TEXT_INPUT for each in form.fields.values())
        kept = not has_text or (after != before and "loud loud" in after)
        assert kept or "loud loud" in given_back, (opener, seen.text)
    return ":".join(form.custom_id.split(":")[:2])


async def test_no_form_loses_a_text(study: Study, caplog: pytest.LogCaptureFixture) -> None:
    """M6, and that no form is left out: the routes filled in are all there are."""
    olga, guild_id = study.organiser, study.guild.id
    await olga.slash("join")
    await olga.click(await olga.slash("today"), "Done")
    await olga.slash("milestone done", milestone="theory-paper-summaries")
    await olga.slash("milestone add", title="Mine")
    await olga.slash("milestone done", milestone="community-knowledge-share")
    await olga.slash("conference add", name="ICML", deadline="2026-04-15")
    await opened(study)
    tried = {
        await fill_in(study, opener)
        for opener in (
            *(f"me:{setting}:{guild_id}" for setting in ("zone", "time", "pause")),
            *("milestone:add::theory", "milestone:due:own-1", "milestone:rename:own-1"),
            f"milestone:pace:{guild_id}",
            "milestone:time-note:community-knowledge-share:1:0",
            *("setup:basics", "setup:rhythm", "milestone:note:theory-paper-summaries"),
            *("plan:edit:theory-problem-sets", "plan:add:theory-math"),
            "plan:more:theory-problem-sets",
            f"routine:note:{guild_id}:2026-03-02:today",
            f"reminder:date:{guild_id}:1:own-1",
            *("paper:suggest:0", "retro:card:1:0", "/retro card"),
            *("conference:add", "conference:change:1"),
        )
    }
    async with study.db.read() as session:
        card_id = await session.scalar(select(func.min(CardRow.id)))
    tried.add(await fill_in(study, f"retro:edit:{card_id}"))
    await closed(study)
    tried.add(await fill_in(study, "action:add:1"))
    await olga.click(await olga.slash("cycle start", date="tomorrow"), "Start cycle 2")
    tried.add(await fill_in(study, f"cycle:date:{guild_id}:1:theory-problem-sets"))
    assert tried == set(routes_of(FEATURES).forms)
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []
