"""One's own trend, as picture and text, and what is kept and removed (W1)."""

from __future__ import annotations

import pytest

from bot.charts import checkins as chart
from bot.checkins import values
from bot.checkins.queries import SHOWN
from bot.checkins.values import CheckIn, Item
from cogs.checkins.history import trend_of
from tests.checkins.acting import FINE, NOTE, TIRED, answer, at, check_in, stored
from tests.live import Study

on_sqlite = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)


@on_sqlite
async def test_w1_the_trend_is_a_picture_with_its_words(study: Study) -> None:
    ana = await study.person("Ana")
    assert "No check-in yet." in (await ana.slash("checkin history")).text
    await check_in(ana, FINE)
    first = await ana.slash("checkin history")
    assert "Your first check-in." in first.text
    await study.down_until(at(40))
    seen = await check_in(ana, (5, 2, 4, 4), NOTE)
    assert "**Heavy**\n-# before: Fine" in seen.text
    assert "-# before: Mostly" in seen.text
    trend = await ana.slash("checkin history", dm=True)
    assert "Load is worse than on 2 March. 1 is the hardest of the five answers" in trend.text
    assert "Energy        4      5" in trend.text
    assert NOTE not in trend.text, "a note shows where its check-in is opened"
    [picture] = trend.files
    assert picture.filename == "picture.png"
    opened = await ana.choose(trend, ["2026-04-09"])
    assert NOTE in opened.text


@on_sqlite
async def test_w1_the_trend_leads_to_earlier_ones_and_back(study: Study) -> None:
    ana = await study.person("Ana")
    for number in range(SHOWN + 1):
        await answer(study.db, now=at(2 - 30 * number), user_id=ana.id, guild_id=study.guild.id)
    earlier = await ana.click(await ana.slash("checkin history"), "Earlier")
    assert "Your first check-in." in earlier.text
    assert "Earlier" not in earlier.buttons
    assert "Earlier" in (await ana.click(earlier, "Latest")).buttons


@on_sqlite
async def test_w1_one_is_removed_after_asking_once(study: Study) -> None:
    ana = await study.person("Ana")
    await check_in(ana, TIRED, NOTE)
    seen = await ana.choose(await ana.slash("checkin history"), ["2026-03-02"])
    asked = await ana.click(seen, "Remove")
    assert "for good" in asked.text
    kept = await ana.click(asked, "Keep it")
    assert NOTE in kept.text
    asked = await ana.click(kept, "Remove")
    gone = await ana.click(asked, "Remove")
    assert "It is gone." in gone.text
    assert await stored(study.db) == []
    late = await ana.click(gone, custom_id=f"checkin:show:{study.guild.id}:2026-03-02", forge=True)
    assert "I do not find that check-in of yours" in late.text


def test_old_answers_keep_their_questions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another version asks one thing anew and leaves one out: gaps, and nothing is re-mapped."""
    rest = Item("rest", "Rest", "Do you get enough rest?", ("No", "Little", "Some", "Most", "Yes"))
    energy, load, joy, _support = values.VERSIONS[1]
    monkeypatch.setitem(values.VERSIONS, 2, (rest, joy, load, energy))
    checkins = [
        CheckIn(at(1).date(), 1, (1, 2, 3, 4), None),
        CheckIn(at(40).date(), 2, (5, 4, 3, 2), None),
    ]
    trend = trend_of(checkins)
    assert [name for name, _ in trend.items] == ["Energy", "Load", "Joy", "Support", "Rest"]
    assert [each.levels for each in trend.checks] == [(1, 2, 3, 4, None), (2, 3, 4, None, 5)]
    assert chart.title(trend) == "Energy is better than on 1 March"
    assert chart.table(trend).splitlines()[4:] == [
        "Support       4      –",
        "Rest          –      5",
    ]
