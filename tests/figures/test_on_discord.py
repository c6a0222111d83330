"""W3, U5 over the wire: two looks at a figure never tell what one member did, nor who did it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sandbox import ActingUser, Seen
from tests.forgetting.test_wire import ask, confirm
from tests.live import Study

pytestmark = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)

GROUP = "milestone:group"
MILESTONES = ("theory-problem-sets", "theory-math")


async def looks(who: ActingUser) -> str:
    """The group's progress as somebody sees it, without what the button's message said."""
    return (await who.click(await who.slash("milestone list"), custom_id=GROUP, forge=True)).text


async def together(study: Study) -> str:
    """What an organiser reads before a cycle is closed."""
    return sum_in(await study.organiser.slash("cycle start", date="monday"))


def sum_in(seen: Seen) -> str:
    """The line with the sums in what is shown before a cycle is closed."""
    return next(line for line in seen.text.splitlines() if "Together so far" in line)


async def test_u5_w3_two_looks_at_the_groups_progress_show_nobodys_step(study: Study) -> None:
    people = [await study.person(name) for name in ("Ana", "Ben", "Cy", "Dee", "Eli", "Fay")]
    ana, *others = people
    first, preview = await looks(ana), await together(study)
    assert "6 members together" in first
    for who in people[:4]:
        await who.slash("milestone done", milestone=MILESTONES[0])
        assert await looks(others[-1]) == first
        assert await together(study) == preview
    await people[4].slash("milestone done", milestone=MILESTONES[0])
    await study.clock.advance(timedelta(days=1))
    olga, pressed = study.organiser, f"cycle:start:{study.guild.id}"
    closing = await olga.click(await olga.slash("help"), custom_id=pressed, forge=True)
    assert "5 of 210 milestones done" in sum_in(closing)
    now = await looks(others[-1])
    assert now != first
    assert "· 5 of 36" in now
    assert "5 of 210 milestones done" in await together(study)
    assert not any(f"<@{who.id}>" in now or who.name in now for who in people)
    await ana.slash("milestone undo", milestone=MILESTONES[0])
    assert await looks(others[-1]) == now


async def test_u5_m1_a_deletion_shows_in_no_figure(study: Study) -> None:
    people = [await study.person(name) for name in ("Ana", "Ben", "Cy", "Dee", "Eli", "Fay")]
    ana, *others = people
    await ana.slash("milestone done", milestone=MILESTONES[0])
    assert "· 1 of 36" in await looks(others[0])
    await confirm(ana, await ask(ana))
    left = await looks(others[0])
    assert "Too few" in left
    assert "%" not in left
    assert "counts appear from 5 members on" in await together(study)
