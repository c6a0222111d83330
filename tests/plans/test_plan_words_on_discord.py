"""What the plan says, where it helps: before, after, tips, the path at joining (P14)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.plans.loader import load, shipped, starter_text
from bot.plans.values import Tip
from bot.routine.rules import tip_of
from sandbox import Upload
from tests.groups import acting as groups
from tests.live import Study
from tests.plans.changing import SHIPPED

on_sqlite = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)

BEFORE = "Look through the glossary first."
OLD = SHIPPED.replace("bimonthly", "monthly").replace("\ntimes = 4\n", "\n")


@on_sqlite
async def test_p14_p8_joining_says_what_comes_before_and_asks_for_the_path(study: Study) -> None:
    ana, ben = [await study.person(name, joined=False) for name in ("Ana", "Ben")]
    seen = await ana.click(await ana.slash("join"), "Yes")
    assert BEFORE in seen.text
    assert "**Which path do you take?**" in seen.text
    await ana.click(seen, "CV")
    assert "Which path" not in seen.text
    assert BEFORE not in seen.text
    assert "**Path** · Computer vision" in (await ana.slash("me")).text
    async with study.db.read() as session:
        caller = await groups.member(session, study.guild.id, ana.id, now=study.clock.now())
    assert caller.member.path == "cv"
    later = await ben.slash("join", zone="Lisbon")
    await ben.click(later, "Later")
    assert "Which path" not in later.text
    assert "**Path** · all of the plan" in (await ben.slash("me")).text
    assert "Which path" not in (await ana.slash("join")).text


@on_sqlite
async def test_p14_the_first_page_of_the_plan_says_what_comes_before(study: Study) -> None:
    ana = await study.person("Ana", joined=False)
    seen = await ana.slash("plan show")
    assert f"**Before you begin** · {BEFORE}" in seen.text
    glossary = await ana.click(seen, "Glossary")
    assert "**Glossary** · 16" in glossary.text
    assert "**Resources** · " in (await ana.click(glossary, "Resources")).text


@on_sqlite
async def test_p14_topics_of_block_1_lead_to_primers(study: Study) -> None:
    ana = await study.person("Ana")
    text = (await ana.slash("plan show", block="theory")).text
    assert "[VC\\-dimension](<https://towardsdatascience.com/" in text.replace("VC-", "VC\\-")
    assert "[Rademacher complexity](<https://www.cs.cornell.edu/" in text


@on_sqlite
async def test_p14_all_tips_in_help_and_one_each_friday(study: Study) -> None:
    ana = await study.person("Ana")
    text = (await ana.slash("help", topic="plan")).text
    assert all(tip.title in text for tip in shipped().tips)
    said = []
    for day in (6, 13):
        await study.clock.move_to(datetime(2026, 3, day, 8, tzinfo=UTC))
        said.append(ana.inbox[-1].text.split("-# Tip: ")[1].split("\n")[0])
    assert said[0] != said[1]
    thursday = [message for message in ana.inbox if message.timestamp.day == 5]
    assert "Tip:" not in thursday[0].text
    await study.organiser.slash("plan import", file=Upload("p.toml", starter_text().encode()))


def test_p14_five_fridays_bring_five_tips() -> None:
    tips = tuple(Tip(str(n), str(n), "t") for n in range(5))
    friday = date(2026, 3, 6)
    found = {tip_of(tips, friday + timedelta(weeks=week)) for week in range(5)}
    assert found == set(tips)
    assert tip_of((), friday) is None
    assert tip_of(tips, friday + timedelta(days=1)) is None


@on_sqlite
async def test_p14_the_end_of_a_cycle_says_what_comes_after(study: Study) -> None:
    await study.person("Ana")
    seen = await study.organiser.slash("cycle start", date="monday")
    await study.organiser.click(seen, "Start cycle 2")
    await study.clock.advance(timedelta(seconds=1))
    [news] = study.announcements.messages
    assert "Look back: what moved, what drained you" in news.text


@on_sqlite
async def test_p2_an_old_version_of_the_shipped_plan_moves_on_by_the_usual_preview(
    study: Study,
) -> None:
    olga, ana = study.organiser, await study.person("Ana")
    assert "Plan as it ships now" not in (await olga.slash("plan versions")).buttons
    seen = await olga.slash("plan import", file=Upload("old.toml", OLD.encode()))
    await olga.click(seen, "Confirm")
    assert load(OLD).milestone("projects-paper-reviews") != shipped().milestone(
        "projects-paper-reviews"
    )
    await ana.slash("milestone done", milestone="projects-paper-reviews")
    assert "Plan as it ships now" not in (await ana.slash("plan versions")).buttons
    preview = await olga.click(await olga.slash("plan versions"), "Plan as it ships now")
    assert "Four detailed paper reviews" in preview.text
    assert "Nothing has changed yet" in preview.text
    await olga.click(preview, "Confirm")
    assert "is in force**" in preview.text
    shown = await ana.slash("milestone show", milestone="projects-paper-reviews")
    assert "1 of 4 in March" in shown.text, "what was done stays"
