"""Health checks over the wire: the form, the member's own answer, the summary, the trend (T8)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.health_checks.values import ITEMS
from sandbox import ActingUser, Seen
from sandbox.world.model import Message
from tests.live import Study, custom_ids, form_of
from tests.retros.acting import closed, form_text, opened, text_of, write

pytestmark = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)


async def people(study: Study, count: int) -> list[ActingUser]:
    return [await study.person(f"Person {number}") for number in range(count)]


async def answer(who: ActingUser, panel: Message, level: int) -> Seen:
    form = await who.click(panel, "Health check")
    return await who.submit(form, {item.sentence: str(level) for item in ITEMS})


async def test_t8_five_answer_and_the_group_sees_means(study: Study) -> None:
    """T8, W2, W3: one form, thanks with the way back, and means of the five in the summary."""
    everybody = await people(study, 6)
    panel = await opened(study, "named")
    form = await everybody[0].click(panel, "Health check")
    assert "Anonymous. The group sees means, from 5 answers on." in form_text(form)
    for item in ITEMS:
        assert item.sentence in form_text(form)
    for level, who in enumerate(everybody[:5], start=1):
        seen = await answer(who, panel, level)
        assert seen.ephemeral
        assert "stored nowhere" in seen.text
    summary = await closed(study)
    text = text_of(summary)
    assert "**Health check** · 5 of 6 answered" in text
    assert "▰▰▰▱▱ 3.0  The pace of the last weeks suits me" in text
    assert "Health check" not in text_of(panel)


async def test_w2_four_answer_and_the_summary_says_too_few(study: Study) -> None:
    everybody = await people(study, 5)
    panel = await opened(study)
    for who in everybody[:4]:
        await answer(who, panel, 5)
    await write(everybody[0], panel, "Worked", "Pairing")
    await write(everybody[1], panel, "Adjust", "Shorter calls")
    summary = await closed(study)
    assert "**Health check** · too few answers" in text_of(summary)
    assert "5.0" not in text_of(summary)
    seen = await study.organiser.slash("retro health")
    assert "No health check has a figure yet" in seen.text


async def test_a_group_of_four_meets_no_health_check(study: Study) -> None:
    everybody = await people(study, 4)
    panel = await opened(study)
    assert not custom_ids(panel, "health:")
    seen = await everybody[0].click(panel, custom_id="health:answer:1", forge=True)
    assert "So it asks nobody" in seen.text
    assert "Health check" not in text_of(await closed(study))


async def test_an_own_answer_is_changed_and_taken_back_by_its_buttons(study: Study) -> None:
    """Across a restart; nobody else's press reaches it, and it is shown once."""
    ana, ben, *_ = await people(study, 5)
    panel = await opened(study)
    mine = await answer(ana, panel, 2)
    again = await ana.click(panel, "Health check")
    assert "answered already" in again.text
    await study.restart()
    form = await ana.click(mine, "Change")
    chosen = list(form_of(form).fields.values())
    assert all(
        option.get("default", False) == (option["value"] == "2")
        for field in chosen
        for option in field["options"]
    )
    changed = await ana.submit(form, {item.sentence: "4" for item in ITEMS})
    assert changed.updated
    assert "Pace 4 · Learning 4" in changed.text
    secret = custom_ids(changed, "health:change")[0]
    assert custom_ids(mine, "health:change") == [secret]
    forged = secret.replace(secret[-4:], "AAAA")
    assert "do not find that answer" in (await ben.click(panel, custom_id=forged, forge=True)).text
    gone = await ana.click(changed, "Take back")
    assert "counts nowhere" in gone.text
    assert (await ana.click(gone, "Answer")).modal is not None


async def test_a_form_from_before_the_reveal_is_told_that_it_is_over(study: Study) -> None:
    ana, *_ = await people(study, 5)
    panel = await opened(study)
    form = await ana.click(panel, "Health check")
    await closed(study)
    late = await ana.submit(form, {item.sentence: "4" for item in ITEMS})
    assert "This retro's health check is over" in late.text


async def test_a_forged_answer_is_refused(study: Study) -> None:
    ana, *_ = await people(study, 5)
    panel = await opened(study)
    form = await ana.click(panel, "Health check")
    values = {item.sentence: "4" for item in ITEMS} | {ITEMS[2].sentence: "9"}
    seen = await ana.submit(form, values, forge=True)
    assert "from 1 to 5" in seen.text


async def test_t8_the_trend_is_a_picture_with_its_words(study: Study) -> None:
    """T8: what moved most is the title; a retro of too few is a gap."""
    everybody = await people(study, 6)
    for level, count in ((2, 5), (5, 2), (4, 6)):
        await study.clock.advance(timedelta(days=1))
        panel = await opened(study)
        for who in everybody[:count]:
            await answer(who, panel, level)
        summary = await closed(study)
    seen = await everybody[0].click(summary, "Trend")
    assert seen.ephemeral
    assert "Pace is up 2.0 since 3 March." in seen.text
    assert "          3 Mar  4 Mar  5 Mar\nPace        2.0      –    4.0" in seen.text
    assert "answers     5/6    few    6/6" in seen.text
    assert [each.filename for each in seen.files] == ["picture.png"]
