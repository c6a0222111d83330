"""A feature is its two folders and one line in the list; everything else asks the list."""

from __future__ import annotations

import re

import pytest

from bot.about_person import forget_person, records_of_person
from cogs.common.feature import Feature
from cogs.features import FEATURES
from sandbox.rules import component_tree
from tests.live import Study
from tests.project.sample_feature import cogs as books
from tests.project.sample_feature.base import Base

pytestmark = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)


@pytest.fixture
def features() -> tuple[Feature, ...]:
    # Whoever begins with a copy of it has it in the list already.
    others = (feature for feature in FEATURES if feature.data.name != books.FEATURE.data.name)
    return (*others, books.FEATURE)  # the one line


@pytest.fixture
async def reading(study: Study) -> Study:
    async with study.db.begin() as session:
        await (await session.connection()).run_sync(Base.metadata.create_all)
    return study


async def test_one_line_puts_a_feature_everywhere(reading: Study) -> None:
    study = reading
    ana = await study.person("Ana")
    added = await ana.slash("book add", title="Calculus")
    assert "**Your books**\nCalculus" in added.text

    topic = await ana.choose(await ana.slash("help"), ["Books"])
    assert re.search("</book add:[0-9]+> note one", topic.text)
    assert "**Your books**" in (await ana.click(await ana.slash("me"), "Open")).text
    assert "**Books** · 1 noted" in (await ana.slash("me")).text

    stored = await ana.click(await ana.slash("me"), "What is stored")
    # The last feature stands on the last page; where `/join` has no room for it, it says so.
    last = stored
    while any(
        each.get("label") == "›" and not each.get("disabled")
        for each in component_tree.walk(last.components)
    ):
        last = await ana.click(last, "›")
    assert "- the books you note: to remind you of them" in last.text
    joined = (await ana.slash("join")).text
    assert "the books you note" in joined or "*What is stored*" in joined

    await study.bot.deliveries.run_due()
    assert [message.content for message in ana.inbox] == ["Calculus waits for you."]


async def test_one_line_lets_a_feature_forget_and_export(reading: Study) -> None:
    study = reading
    ana, ben = await study.person("Ana"), await study.person("Ben")
    for person in (ana, ben):
        await person.slash("book add", title="Calculus")
    async with study.db.begin() as session:
        held = await records_of_person(session, study.guild.id, ana.id)
        assert held["books"] == {"books": [{"title": "Calculus"}]}
        await forget_person(session, study.guild.id, ana.id)
        held = await records_of_person(session, study.guild.id, ana.id)
        assert not any(rows for records in held.values() for rows in records.values())
        held = await records_of_person(session, study.guild.id, ben.id)
        assert held["books"] == {"books": [{"title": "Calculus"}]}
    assert "not in the study group" in (await ana.slash("me")).text
