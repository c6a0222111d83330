"""The rota over the wire: who is told what, and who can press what."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.live import Study, form_of
from tests.papers.test_wire import CLOSES, MONDAY, OPENS, WEEK, first_words, paper
from tests.reviews.weeks import chosen, published

pytestmark = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)

YOU_REVIEW = "You review this week's paper: *First*"


async def test_a12_a_week_of_the_rota(study: Study) -> None:
    """Nobody is asked who did not ask for it; the reviewer is told once, in the daily message."""
    ana, ben = await study.person("Ana"), await study.person("Ben")
    empty = await ana.slash("paper rota")
    assert "Nobody is in the rota just now." in empty.text
    assert "Only you see this." in empty.text
    counted = await ana.click(empty, "Count me in")
    assert "1. **You** · next" in counted.text
    assert "Count me in" not in counted.buttons
    key = await chosen(study, ana)
    assert YOU_REVIEW in (await ana.slash("today")).text
    assert YOU_REVIEW not in (await ben.slash("today")).text
    monday = MONDAY + WEEK
    study.sandbox.feeds.set_batch(monday, [paper(11, "Eleventh", monday)])
    await study.down_until(OPENS + WEEK - timedelta(hours=2))
    await study.clock.move_to(CLOSES + timedelta(days=6))
    told = [message for message in ana.dm.messages if YOU_REVIEW in message.text]
    assert len(told) == 1, "once, and beside what the message asks anyway"
    assert "Only" not in told[0].text.split(YOU_REVIEW)[1].split("\n")[0]
    assert not any(YOU_REVIEW in message.text for message in ben.dm.messages)
    opened = await ana.click(told[0], "Open")
    assert "**You review it.**" in opened.text
    await published(ana, key)
    assert YOU_REVIEW not in (await ana.slash("today")).text
    assert "You reviewed it." in (await ana.slash("paper rota")).text


async def test_a12_skip_and_swap(study: Study) -> None:
    ana, ben, cara = [await study.person(name) for name in ("Ana", "Ben", "Cara")]
    for user in (ana, ben, cara):
        await user.click(await user.slash("paper rota"), "Count me in")
    await chosen(study, ana)
    mine = await ana.slash("paper rota")
    form = form_of(await ana.click(mine, "Swap"))
    asked = await ana.submit(form, {"Whom do you ask?": cara})
    assert "nothing moves until they say yes" in asked.text
    assert f"You asked <@{cara.id}> to swap" in asked.text
    assert (
        f"<@{ana.id}> asks you to review *First* in their place" in (await cara.slash("today")).text
    )
    assert "asks you" not in (await ben.slash("today")).text + (await ben.slash("paper rota")).text
    answer = await cara.click(await cara.slash("paper rota"), "Swap")
    assert "Swapped. The review is yours now." in answer.text
    late = await ana.click(asked, "Ask no more")
    assert "not your turn any more" in late.text
    skipped = await cara.click(answer, "Skip")
    assert "You are next for the paper after this one." in skipped.text
    assert f"1. **You** · next\n2. <@{ana.id}>" in skipped.text
    assert "**You review it.**" in (await ben.slash("paper rota")).text
    for noone in (ana, await study.person("Sam", joined=False)):
        form = form_of(await ben.click(await ben.slash("paper rota"), "Swap"))
        seen = await ben.submit(form, {"Whom do you ask?": noone})
        assert ("You asked" in seen.text) is (noone is ana)
    assert "is not in the rota just now" in seen.text


async def test_a12_without_anybody_willing_one_takes_it(study: Study) -> None:
    ana, ben = await study.person("Ana"), await study.person("Ben")
    await chosen(study, ana)
    both = [(user, await user.slash("paper rota")) for user in (ana, ben)]
    for user, seen in both:
        assert "Nobody reviews it yet." in seen.text
        answer = await user.click(seen, "I will review it")
        if user is ana:
            assert "**You review it.**" in answer.text
        else:
            assert f"<@{ana.id}> was faster. You can review it too." in answer.text


async def test_forged_turns_are_refused(study: Study) -> None:
    ana, ben = await study.person("Ana"), await study.person("Ben")
    await ana.click(await ana.slash("paper rota"), "Count me in")
    await chosen(study, ana)
    panel, here = await ben.slash("paper rota"), study.guild.id
    for route in ("skip", "swap-withdraw", "swap-yes", "swap-no"):
        seen = await ben.click(panel, custom_id=f"rota:{route}:{here}:1", forge=True)
        assert "turn" in seen.text
    for route in ("skip", "take", "swap-yes"):
        for ids in (f"{here}:99", "1:1", f"{here}:x", f"{here}:-1", f"{here}:{2**70}"):
            seen = await ben.click(panel, custom_id=f"rota:{route}:{ids}", forge=True)
            assert "You review it" not in seen.text
    assert f"<@{ana.id}> reviews it." in (await ben.slash("paper rota")).text


async def test_a12_the_guide_in_the_thread_follows_the_rota(study: Study) -> None:
    ana = await study.person("Ana")
    await chosen(study, ana)
    (guide,) = first_words(study)
    assert "**Review** · Nobody reviews it yet." in guide.text
    answer = await ana.click(guide, "I will review it")
    assert answer.ephemeral
    assert "**You review it.**" in answer.text
    await ana.until(lambda: f"<@{ana.id}> reviews it." in guide.text)
    assert "I will review it" not in guide.buttons
    assert (await ana.click(guide, "Review")).modal is not None
    skipped = await ana.click(answer, "Skip")
    assert "Skipped." in skipped.text
    assert "You are next" not in skipped.text, "she never put herself down"
    await ana.until(lambda: "Nobody reviews it yet." in guide.text)
    alone = await ana.click(skipped, "Count me in")
    paused = await ana.click(alone, "Pause")
    assert "Nobody else is in the rota just now. You pause" in paused.text
