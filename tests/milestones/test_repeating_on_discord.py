"""What can be done again each month, over the wire: counts, each time, Done pressed twice (P11)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.live import Study, custom_ids, form_of

pytestmark = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)

REVIEWS = "projects-paper-reviews"


async def test_p11_four_reviews_a_month_from_the_list_and_one_by_one(study: Study) -> None:
    ana = await study.person("Ana")
    seen = await ana.slash("milestone list", block="projects")
    assert "0 of 4 in March · due <t:1774958400:D> · 3–5 h · 4 every month" in seen.text
    [count] = custom_ids(seen, f"milestone:count-list:{REVIEWS}")
    await ana.click(seen, custom_id=count)
    assert "1 of 4 in March" in seen.text
    await ana.click(seen, custom_id=count, forge=True)
    assert "1 of 4 in March" in seen.text, "pressed twice, it counts once"
    for number in (2, 3):
        done = await ana.slash("milestone done", milestone=REVIEWS, note=f"note {number}")
        assert f"That is {number} of 4 in March." in done.text
    assert "**Block 4 · Real projects and research** · 0 of 5" in seen.text
    assert "so it is in no percentage" in done.text

    await study.restart()
    times = await ana.click(done, "Each time")
    assert "**3 of 4 in March**" in times.text
    form = await ana.choose(times, "2", custom_id=custom_ids(times, "milestone:time-pick")[0])
    assert form_of(form).fields["Note"]["value"] == "note 2"
    await ana.submit(form, {"Link": "https://example.org/2", "Note": "better"})
    assert "> better" in times.text
    assert "[example.org](<https://example.org/2>)" in times.text
    await ana.click(times, custom_id=f"milestone:time-undo:{REVIEWS}:1:0")
    assert "**2 of 4 in March**" in times.text
    assert "> note 3" in times.text
    gone = await ana.choose(
        times, "1", custom_id=custom_ids(times, "milestone:time-pick")[0], forge=True
    )
    assert "That time was taken back." in gone.text

    await study.down_until(datetime(2026, 4, 1, 6, tzinfo=UTC))
    item = await ana.slash("milestone show", milestone=REVIEWS)
    assert "○ **Four detailed paper reviews in a month**" in item.text
    assert "0 of 4 in April" in item.text
    assert "Before: 2 of 4 in March" in item.text
    back = await ana.click(await ana.click(item, "Each time"), "Back")
    await ana.click(back, "Done")
    assert "That is 1 of 4 in April." in back.text


async def test_p11_once_it_is_reached_more_can_be_shared_and_counted(study: Study) -> None:
    ana = await study.person("Ana")
    seen = await ana.slash("milestone done", milestone="community-knowledge-share")
    assert "That is 1 of 1 in March." in seen.text
    assert {"Once more", "Share", "Undo"} <= set(seen.buttons)
    await ana.click(await ana.click(seen, "Share"), "Share it")
    await ana.click(seen, "Once more")
    assert "That is 2 of 1 in March." in seen.text
    assert "Share" in seen.buttons, "this time is another win"
    await ana.click(seen, "Undo")
    assert "1 of 1 in March" in seen.text
    assert "Share" not in seen.buttons
    refused = await ana.slash("milestone start", milestone="community-knowledge-share")
    assert "done already" in refused.text


async def test_p11_the_daily_message_counts_it_once_too(study: Study) -> None:
    ana = await study.person("Ana")
    await study.down_until(datetime(2026, 3, 29, 12, tzinfo=UTC))
    await study.clock.move_to(datetime(2026, 3, 30, 8, tzinfo=UTC))
    prompt = ana.inbox[-1]
    assert "Four detailed paper reviews in a month* · 0 of 4 in March" in prompt.text
    [count] = custom_ids(prompt, "reminder:count:")[-1:]
    name = count.rpartition(":")[2]
    await ana.click(prompt, custom_id=count)
    await ana.click(prompt, custom_id=count, forge=True)
    shown = await ana.slash("milestone show", milestone=name)
    assert "1 of 4" in shown.text


async def test_p14_week_6_says_the_plans_own_words(study: Study) -> None:
    ana = await study.person("Ana")
    words = "Optimise and compress a vision model for mobile"
    shown = await ana.slash("milestone show", milestone="practice-latency")
    assert f"Step of the plan: {words}" in shown.text
    for earlier in ("theory-paper-summaries", "practice-train-models", "practice-deploy-app"):
        await ana.slash("milestone done", milestone=earlier)
    await study.down_until(datetime(2026, 4, 9, 12, tzinfo=UTC))
    await study.clock.move_to(datetime(2026, 4, 10, 8, tzinfo=UTC))
    assert f"{words} · A large model optimised for latency" in (await ana.slash("today")).text
    assert f"*{words} · A large model optimised for latency*" in ana.inbox[-1].text
