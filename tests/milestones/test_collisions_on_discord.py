"""U14 over the wire: what collides is shown where dates are, and an offer is one press."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest

from sandbox import ActingUser
from tests.live import Study, custom_ids
from tests.milestones.circle import (
    board_at,
    present,
)

pytestmark = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)

# Due on 16 and 30 March by the shipped plan; the sets take 10 hours, the models 12.
SUMMARIES, MODELS, SETS = "theory-paper-summaries", "practice-train-models", "theory-problem-sets"


async def due(study: Study, user: ActingUser, milestone: str) -> date:
    async with study.db.read() as session:
        board = await board_at(session, study.guild.id, user.id, now=study.clock.now())
    return present(board.find(milestone).due)


async def test_u14_dates_in_a_pause_are_shown_where_it_is_set_and_move_by_a_press(
    study: Study,
) -> None:
    ana = await study.person("Ana")
    me = await ana.slash("me")
    assert "collide" not in me.text
    form = await ana.click(me, "Pause")
    paused = await ana.submit(form, {"until": "2026-03-20"})
    assert "**1 date collides** with a pause" in paused.text
    assert "**1 date collides**" in (await ana.slash("today")).text
    seen = await ana.click(paused, "See offers")
    assert seen.ephemeral
    assert "falls into your rest, which ends" in seen.text
    assert ", planned for <t:" in seen.text
    assert "due" not in seen.text, "in a pause nothing is"
    assert await due(study, ana, SUMMARIES) == date(2026, 3, 16), "nothing moves by itself"
    [offer] = custom_ids(seen, "milestone:move")
    await study.restart()
    moved = await ana.click(seen, "Move to 3 April")
    assert "is planned for <t:" in moved.text
    assert "**No dates collide.**" in moved.text
    assert await due(study, ana, SUMMARIES) == date(2026, 4, 3)
    # Pressed again, from an old answer: the date is another one by now, and done it has its own.
    for command, more in (("due", {"date": "2026-04-10"}), ("done", {})):
        await ana.slash(f"milestone {command}", options={"milestone": SUMMARIES, **more})
        again = await ana.click(seen, custom_id=offer, forge=True)
        assert "has changed since" in again.text
        assert await due(study, ana, SUMMARIES) == date(2026, 4, 10)
    done = offer.replace("2026-03-16", "2026-04-10")
    assert "has changed since" in (await ana.click(seen, custom_id=done, forge=True)).text
    await ana.slash("milestone undo", milestone=SUMMARIES)
    assert await due(study, ana, SUMMARIES) == date(2026, 4, 10)
    past = offer.replace("2026-04-03", "2026-02-01").replace("2026-03-16", "2026-04-10")
    assert "past" in (await ana.click(seen, custom_id=past, forge=True)).text
    assert await due(study, ana, SUMMARIES) == date(2026, 4, 10)


async def test_r14_in_a_pause_setting_a_date_and_the_filters_call_nothing_due(study: Study) -> None:
    ana = await study.person("Ana")
    form = await ana.click(await ana.slash("me"), "Pause")
    await ana.submit(form, {"until": "2026-03-20"})
    for when in ("2026-03-12", "2026-04-12"):
        dated = await ana.slash("milestone due", milestone=SUMMARIES, date=when)
        assert "is planned for <t:" in dated.text
        assert "due" not in dated.text
    back = await ana.slash("milestone due", milestone=SUMMARIES)
    assert "has the plan's date again" in back.text
    assert "due" not in back.text
    for status in ("overdue", "soon"):
        listed = await ana.slash("milestone list", status=status)
        shown = listed.text + str(listed.components).replace("milestone:", "")
        assert not re.search("[Dd]ue (in|here|<)|Overdue", shown)


async def test_r14_in_a_pause_no_picture_calls_anything_late(study: Study) -> None:
    ana = await study.person("Ana")
    await study.clock.move_to(datetime(2026, 3, 20, 7, tzinfo=UTC))
    plan = await ana.slash("plan show")
    for name in ("Roadmap", "Planned and real"):
        assert "late: Summaries" in (await ana.click(plan, name)).text
    me = await ana.submit(await ana.click(await ana.slash("me"), "Pause"), {"until": "2026-06-16"})
    assert "0 of 35 milestones done\n" in me.text, "and not which is next"
    for name in ("Roadmap", "Planned and real"):
        shown = (await ana.click(plan, name)).text
        assert "0 of 35 done" in shown
        for word in ("late", "due", "on pace", "ago"):
            assert word not in shown.lower().replace("updated", "")


async def test_u14_several_in_a_pause_can_all_follow_it_after_a_preview(study: Study) -> None:
    ana = await study.person("Ana")
    form = await ana.click(await ana.slash("me"), "Pause")
    paused = await ana.submit(form, {"until": "2026-04-06"})
    seen = await ana.click(paused, "See offers")
    assert "**Dates that collide** · 3" in seen.text
    preview = await ana.click(seen, "Move all by 35 days")
    assert "**Pace: +35 days**" in preview.text
    assert await due(study, ana, SUMMARIES) == date(2026, 3, 16)
    done = await ana.click(preview, "Confirm")
    assert "collide" not in done.text
    assert await due(study, ana, SUMMARIES) == date(2026, 4, 20)


async def test_u14_a_watched_deadline_and_a_heavy_week(study: Study) -> None:
    ana, ben = await study.person("Ana"), await study.person("Ben")
    await ana.slash("conference add", name="A @everyone venue", deadline="2026-03-18")
    following = await ana.slash("milestone next")
    assert "**1 date collides**" in following.text
    assert "collides" not in (await ben.slash("milestone next")).text, "Ben does not watch it"
    seen = await ana.click(following, "See offers")
    # 23:59 anywhere on earth on the 18th is noon of the 19th in UTC, Ana's zone.
    deadline = int(datetime(2026, 3, 19, 12, tzinfo=UTC).timestamp())
    assert (
        f"falls into the week before *A @\u200beveryone venue*, whose deadline is <t:{deadline}"
        in seen.text
    )
    assert seen.buttons == ["Move to 12 March", "Move to 26 March"]

    heavy = await ben.slash("milestone due", milestone=SETS, date="2026-03-26")
    assert "(12–24 h) comes within a week of *Problem sets" in heavy.text
    seen = await ben.click(heavy, "See offers")
    assert seen.buttons == ["Earlier one to 23 March", "Later one to 2 April"]
    await ben.click(seen, "Earlier one to 23 March")
    assert await due(study, ben, SETS) == date(2026, 3, 23)
    fine = await ben.slash("milestone due", milestone=SETS, date="2026-03-20")
    assert "comes within" not in fine.text
    added = await ben.slash("milestone add", title="Own", due="2026-03-26")
    assert "comes within" not in added.text


async def test_u14_offers_of_another_server_or_member_do_nothing(study: Study) -> None:
    ana, ben = await study.person("Ana"), await study.person("Ben")
    other = study.sandbox.world.create_guild("Other")
    panel = await ben.slash("help")
    for guild_id in (other.id, study.guild.id):
        for route in ("collide:{}", "shift-by:{}:9999", "move:{}:no-such:2026-04-01:2026-03-16"):
            custom_id = f"milestone:{route.format(guild_id)}"
            seen = await ben.click(panel, custom_id=custom_id, forge=True)
            assert "Reference" not in seen.text
    await ben.click(
        panel,
        custom_id=f"milestone:move:{study.guild.id}:{SUMMARIES}:2026-04-01:2026-03-16",
        forge=True,
    )
    assert await due(study, ben, SUMMARIES) == date(2026, 4, 1)
    assert await due(study, ana, SUMMARIES) == date(2026, 3, 16)
