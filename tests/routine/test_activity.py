"""The calendar of active days."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.live import Study


@pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
async def test_p10_active_days_are_ones_own_local_days(study: Study) -> None:
    """A prompt done and a milestone changed count, a skipped prompt does not; nobody else's does.

    23:30 in UTC is the next day in Tokyo.
    """
    yuki = await study.person("Yuki", zone="Asia/Tokyo")
    ben = await study.person("Ben")
    await study.clock.move_to(datetime(2026, 3, 2, 23, 30, tzinfo=UTC))
    await yuki.slash("milestone start", milestone="theory-problem-sets")
    await yuki.click(await yuki.slash("today"), "Skip")
    await study.clock.move_to(datetime(2026, 3, 4, 12, tzinfo=UTC))
    await yuki.click(await yuki.slash("today"), "Done")
    # What was begun on Tuesday is done on Wednesday; both days count.
    await yuki.slash("milestone done", milestone="theory-problem-sets")
    await study.clock.move_to(datetime(2026, 3, 5, 12, tzinfo=UTC))
    # What is hidden from the lists was done all the same.
    await yuki.slash("milestone start", milestone="theory-reflection")
    await yuki.slash("milestone hide", milestone="theory-reflection")
    # So was what stands on another path, or was one's own and dropped.
    await study.clock.move_to(datetime(2026, 3, 6, 12, tzinfo=UTC))
    await yuki.slash("milestone done", milestone="nlp-study")
    await study.clock.move_to(datetime(2026, 3, 7, 12, tzinfo=UTC))
    added = await yuki.slash("milestone add", title="Mine")
    await yuki.slash("milestone start", milestone="own-1")
    await yuki.click(await yuki.click(added, "Drop"), "Drop")
    path = await yuki.click(await yuki.slash("me"), custom_id=f"milestone:path:{study.guild.id}")
    await yuki.choose(path, "cv")
    seen = await yuki.click(await yuki.slash("today"), "Active days")
    assert seen.ephemeral
    assert seen.files[0].data.startswith(b"\x89PNG")
    assert "This week: Tuesday, Wednesday, Thursday, Friday, Saturday" in seen.text
    assert "5 active days" in seen.text
    seen = await ben.click(await ben.slash("today"), "Active days")
    assert "Your active days will show here" in seen.text
