"""Every text field of every form: whatever is typed is kept or given back, and works nothing."""

from __future__ import annotations

import logging

import pytest
from sqlalchemy import select

from bot.db import Base
from cogs.common import routes_of
from cogs.features import FEATURES
from tests.live import Study
from tests.scenarios.forms import TEXT_INPUT, every_opener, filled, open_form, route_of

pytestmark = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)

NASTY = "@everyone <@&1> loud loud **x** [y](https://evil.example) \u202eשלום"
TEXTS = (NASTY, "loud " * 800, "\u202e" + "loud loud\n" * 399)
BLANK = "\u3164\u2800\u200b\u034f\ufeff"


async def stored(study: Study) -> str:
    async with study.db.read() as session:
        tables = [await session.execute(select(table)) for table in Base.metadata.sorted_tables]
        return "\n".join(str(value) for rows in tables for row in rows for value in row)


async def fill_in(study: Study, opener: str) -> str:
    """Open the form, send each text off, and one that shows nothing; gives back its route."""
    olga = study.organiser
    for typed in TEXTS:
        form = await open_form(study, opener)
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
        if not has_text:
            return route_of(form)  # of choices alone the next one would be the same
    form = await open_form(study, opener)
    seen = await olga.submit(form, filled(form, BLANK, olga), forge=True)
    assert seen.failed is None, opener
    assert "reference" not in seen.text.lower(), (opener, seen.text)
    assert not set(BLANK) & set(await stored(study)), opener
    return route_of(form)


async def test_no_form_loses_a_text(study: Study, caplog: pytest.LogCaptureFixture) -> None:
    """M6, and that no form is left out: the routes filled in are all there are."""
    tried = {await fill_in(study, opener) async for opener in every_opener(study)}
    assert tried == set(routes_of(FEATURES).forms)
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []
