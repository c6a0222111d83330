"""Pictures in ``/plan show``: the roadmap, and planned against real."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.milestones import pace
from tests.live import Study
from tests.milestones.circle import caller_of

MONDAY = date(2026, 3, 2)


@pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
async def test_p1_the_roadmap_is_a_picture_with_its_words(study: Study) -> None:
    """P5: the counts agree with the list's. P6: another pace moves blocks and dates alike.

    Without a picture the words stand alone.
    """
    ana = await study.person("Ana")
    await ana.slash("milestone done", milestone="theory-problem-sets")
    seen = await ana.click(await ana.slash("plan show"), "Roadmap")
    assert seen.ephemeral
    (picture,) = seen.files
    assert picture.data.startswith(b"\x89PNG")
    gallery = seen.components[0]["components"][0]
    assert gallery["items"][0]["media"]["url"].endswith(picture.filename)
    assert gallery["items"][0]["description"].startswith("Roadmap: 1 of 35 done, next due 16 March")
    assert "1 of 35 done" in seen.text
    assert "1\\. Theoretical foundations: 1 of 6, 2 March to 29 March" in seen.text
    assert "1 of 35" in (await ana.slash("milestone list")).text

    async with study.db.begin() as session:
        now = study.clock.now()
        caller = await caller_of(session, ana.id, guild_id=study.guild.id, now=now)
        await pace.shift(session, caller, days=7, start=MONDAY, was=0)
    seen = await ana.click(await ana.slash("plan show"), "Roadmap")
    assert "1 of 6, 9 March to 5 April; due 23 March" in seen.text

    seen = await ana.click(await ana.slash("plan show"), "Planned and real")
    assert seen.files[0].data.startswith(b"\x89PNG")
    assert "1 of 35" in seen.text

    outsider = study.sandbox.user("Otto")
    outsider.join(study.guild)
    await study.bot.worker.close()
    shown = await outsider.slash("plan show")
    assert "Planned and real" not in shown.buttons
    seen = await outsider.click(shown, "Roadmap")
    assert not seen.files
    assert "0 of 35 done" in seen.text


@pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
async def test_p12_what_is_late_is_named_whatever_else_is_done(study: Study) -> None:
    """Undated milestones that are done do not make up for a date that is over."""
    ana = await study.person("Ana")
    for milestone in ("theory-problem-sets", "practice-monitoring", "projects-demo"):
        await ana.slash("milestone done", milestone=milestone)
    await study.clock.move_to(study.clock.now() + timedelta(weeks=3))
    for name in ("Roadmap", "Planned and real"):
        seen = await ana.click(await ana.slash("plan show"), name)
        assert "3 of 35 done, late: Summaries of two…\n" in seen.text
        assert "pace" not in seen.text
        assert "ahead" not in seen.text
    assert "8 of 35 have dates; 3 done without one." in seen.text
    assert (
        "Late: Summaries of two foundational papers, planned for 16 March, 7 days ago." in seen.text
    )
