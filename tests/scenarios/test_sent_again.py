"""A form that is sent again, since its answer was late or lost, makes nothing a second time."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.actions.models import ActionRow
from bot.db import Base
from bot.db.acts import ActRow
from bot.milestones.models import OwnRow
from bot.retros.models import CardRow
from cogs.common import routes_of
from cogs.features import FEATURES
from sandbox import ActingUser, Modal, Seen
from tests.live import Study, form_of
from tests.retros.acting import closed, opened
from tests.scenarios.forms import RADIO_GROUP, every_opener, filled, open_form, route_of

AT_ONCE = 4
SAVED = "It is saved. This form came in before"
SOUND = {
    "zone": "Europe/Berlin",
    "time": "09:30",
    "until": "2026-03-20",
    "due": "2026-06-01",
    "start": "2026-03-02",
    "days": "3",
    "deadline": "2026-05-01",
    "link": "https://example.org/there",
    "paper": "2503.16419",
    "categories": "cs.LG",
    "authors": "",
    "category": "",
    "papers_open": "monday 09:00",
    "papers_close": "friday 17:00",
    "retro_day": "1",
    "retro_time": "18:00",
    "hours": "4",
    "times": "2",
    "needs": "",
}


async def counts(study: Study) -> dict[str, int]:
    """How many rows each table has, without what acts are known by."""
    async with study.db.read() as session:
        return {
            table.name: await session.scalar(select(func.count()).select_from(table)) or 0
            for table in Base.metadata.sorted_tables
            if table.name != "acts"
        }


async def send(who: ActingUser, form: Modal, values: dict[str, object]) -> list[Seen]:
    """The answers to the same form, sent several times at once."""
    return await asyncio.gather(*(who.submit(form, values) for _ in range(AT_ONCE)))


def check_calm(answers: list[Seen], what: str) -> None:
    for seen in answers:
        assert seen.failed is None, what
        assert "reference `" not in seen.text, (what, seen.text)


async def test_p7_c10_four_of_a_form_at_once_make_one_row_and_each_is_told_it_is_saved(
    study: Study,
) -> None:
    ana = await study.person("Ana")
    panel = await opened(study, anonymity="anonymous")
    card = form_of(await ana.click(panel, "Worked"))
    cards = await send(ana, card, {"text": "Pairing"})
    milestone = form_of(
        await ana.click(await ana.slash("milestone list"), custom_id="milestone:add::", forge=True)
    )
    milestones = await send(ana, milestone, {"title": "Mine"})
    summary = await closed(study)
    action = form_of(await ana.click(summary, "Add action"))
    actions = await send(ana, action, {"text": "Book a room", "owner": ana, "due": "2026-04-01"})
    for answers, table, typed, rows in (
        (cards, CardRow, "Pairing", 1),
        (milestones, OwnRow, "Mine", 2),  # with the action's step
        (actions, ActionRow, "Book a room", 1),
    ):
        check_calm(answers, table.__tablename__)
        async with study.db.read() as session:
            assert await session.scalar(select(func.count()).select_from(table)) == rows
        told = [seen.text for seen in answers if SAVED in seen.text]
        assert len(told) == AT_ONCE - 1
        assert all(typed in text for text in told)


async def test_no_form_sent_four_times_makes_more_than_once(
    study: Study, caplog: pytest.LogCaptureFixture
) -> None:
    """Whatever a new feature's form makes; and sent with a sound answer, most make something."""
    olga = study.organiser
    tried, made = set(), set()
    async for opener in every_opener(study):
        form = await open_form(study, opener)
        before = await counts(study)
        values = filled(form, "Something new", olga, SOUND)
        check_calm(await send(olga, form, values), opener)
        after = await counts(study)
        grown = {name: after[name] - before[name] for name in after if after[name] != before[name]}
        # A form of levels keeps a row for each.
        levels = sum(field["type"] == RADIO_GROUP for field in form.fields.values())
        assert set(grown.values()) <= {1, levels}, (opener, grown)
        tried.add(route_of(form))
        made |= set(grown)
    assert tried == set(routes_of(FEATURES).forms)
    assert made >= {"retro_cards", "actions", "own_milestones", "conferences", "paper_nominations"}
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


async def test_what_was_changed_before_a_form_is_sent_again_is_given_back(study: Study) -> None:
    """The card keeps its first text; the answer that came too late says so to nobody."""
    ana = await study.person("Ana")
    form = form_of(await ana.click(await opened(study), "Worked"))
    await ana.submit(form, {"text": "Pairing"})
    again = await ana.submit(form, {"text": "Pairing, on Fridays"})
    assert SAVED in again.text
    assert ">>> Pairing, on Fridays" in again.text
    async with study.db.read() as session:
        assert list(await session.scalars(select(CardRow.text))) == ["Pairing"]


async def test_a_form_that_was_refused_can_be_sent_again(study: Study) -> None:
    ana = await study.person("Ana")
    opener = await ana.slash("milestone list")
    form = form_of(await ana.click(opener, custom_id="milestone:add::", forge=True))
    refused = await ana.submit(form, {"title": "Mine", "due": "some day"})
    assert "some day" in refused.text
    assert "Mine" in (await ana.submit(form, {"title": "Mine", "due": "friday"})).text
    async with study.db.read() as session:
        assert await session.scalar(select(func.count()).select_from(OwnRow)) == 1


async def test_a_form_that_changes_what_is_there_may_say_something_else_later(study: Study) -> None:
    ana = await study.person("Ana")
    await ana.slash("milestone add", title="Mine")
    form = form_of(
        await ana.click(await ana.slash("help"), custom_id="milestone:rename:own-1", forge=True)
    )
    for title in ("Ours", "Yours"):
        assert title in (await ana.submit(form, {"title": title})).text


async def test_a_form_opened_by_a_former_version_still_works(study: Study) -> None:
    """Its id has no key; each time that it is sent counts, as it did."""
    ana = await study.person("Ana")
    form = form_of(await ana.click(await opened(study), "Worked"))
    former = form.custom_id.partition("~")[0]
    assert former == "retro:card:1:0"
    for text in ("Pairing", "Reading"):
        seen = await ana.submit(form, {"text": text}, custom_id=former, forge=True)
        assert "Your card is in *Worked*" in seen.text
    async with study.db.read() as session:
        assert sorted(await session.scalars(select(CardRow.text))) == ["Pairing", "Reading"]


async def test_what_an_act_is_known_by_names_nobody_and_goes_after_a_day(study: Study) -> None:
    ana = await study.person("Ana")
    await ana.slash("milestone add", title="Mine")
    async with study.db.read() as session:
        kept = [tuple(row) for row in await session.execute(select(ActRow.__table__))]
    assert len(kept) == 1
    assert str(ana.id) not in str(kept)
    await study.clock.advance(timedelta(hours=23))
    assert await acts(study) == 1
    await study.clock.advance(timedelta(hours=2))
    assert await acts(study) == 0


async def acts(study: Study) -> int:
    async with study.db.read() as session:
        return await session.scalar(select(func.count()).select_from(ActRow)) or 0
