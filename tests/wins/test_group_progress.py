"""The group's progress over the wire: counts without names, wins that were shared, members only."""

from __future__ import annotations

import pytest

from tests.live import Study

pytestmark = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)

SETS = "theory-problem-sets"
GROUP = "milestone:group"


async def test_w2_c7_the_group_shows_counts_and_released_wins(study: Study) -> None:
    ana = await study.person("Ana")
    seen = await ana.slash("milestone done", milestone=SETS)
    few = await ana.click(seen, custom_id=GROUP, forge=True)
    assert few.ephemeral
    assert "Too few" in few.text
    assert "None shared yet" in few.text
    for name in ("Ben", "Cy", "Dee", "Eli"):
        ben = await study.person(name)
    await ana.click(await ana.click(seen, "Share"), "Share it")
    his = await ben.slash("milestone list")
    group = await ben.click(his, custom_id=GROUP, forge=True)
    assert "5 members together" in group.text
    assert "Block 1 · Theoretical foundations\n▱▱▱▱▱▱▱▱▱▱  3 %" in group.text
    assert f"<@{ana.id}>" in group.text


async def test_w2_who_is_no_member_sees_neither_counts_nor_wins(study: Study) -> None:
    """Whoever never joined, and whoever has left, with the button still at hand."""
    ana = await study.person("Ana")
    asked = await ana.click(await ana.slash("milestone done", milestone=SETS), "Share")
    await ana.click(asked, "Share it")
    for name in ("Ben", "Cy", "Dee", "Eli", "Fay"):
        fay = await study.person(name)
    at_hand = await fay.slash("milestone list")
    assert "together" in (await fay.click(at_hand, custom_id=GROUP, forge=True)).text
    await fay.click(await fay.slash("leave"), "Leave")
    sam = await study.person("Sam", joined=False)
    for stranger, message in ((sam, await sam.slash("help")), (fay, at_hand)):
        for answer in (
            await stranger.click(message, custom_id=GROUP, forge=True),
            await stranger.slash("win list"),
        ):
            assert answer.ephemeral
            assert "</join:" in answer.text
            assert "together" not in answer.text
            assert "Problem sets" not in answer.text
            assert f"<@{ana.id}>" not in answer.text
