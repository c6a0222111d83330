"""One panel and one summary, whatever happens on the way, and kind words where none can arrive."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, time, timedelta

import pytest

from bot.inputs.date_patterns import MonthDay
from sandbox.rules.permissions import Permissions
from tests.live import Study, start_bot, stop_bot
from tests.retros.acting import close, closed, opened, posted, settle, text_of, write
from tests.themes.acting import revealed

pytestmark = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)

SEND = "/channels/{channel_id}/messages"
# Longer than a claim lasts, and than Discord remembers a nonce.
LONG = timedelta(minutes=10)


async def stopped_at(study: Study, point: str, moment: datetime) -> None:
    """Move to ``moment``; the bot dies in the delivery that falls due, and a new one starts."""
    hold = (
        None
        if point == "marked"
        else study.sandbox.faults.hold("POST", SEND, after=point == "sent")
    )
    moving = asyncio.create_task(study.clock.move_to(moment))
    if hold is not None:
        await hold.reached()
        study.clock.unfollow(study.bot.jobs)
        await study.bot.deliveries.drain(0)
        hold.release()
    await moving
    await study.restart()
    await study.clock.advance(LONG)


@pytest.mark.parametrize("point", ["claimed", "sent", "marked"])
async def test_stopped_in_a_delivery_the_group_sees_one_panel_and_one_summary(
    study: Study, point: str
) -> None:
    """T1, T2: killed between claim, send and mark, at the opening and again at the reveal."""
    ana = await study.person("Ana")
    await study.set_up(retro=(MonthDay(2), time(7)))
    await stopped_at(study, point, datetime(2026, 3, 2, 7, 0, tzinfo=UTC))
    (panel,) = posted(study)
    answer = await write(ana, panel, "Worked", "Pairing")
    assert "1 card so far" in answer.text
    await write(ana, panel, "Adjust", "Calls")
    await ana.until(lambda: "2 cards so far" in text_of(panel))
    # From here on the next message of mine to anybody is the summary.
    await study.clock.move_to(datetime(2026, 3, 5, 6, 59, tzinfo=UTC))
    await stopped_at(study, point, datetime(2026, 3, 5, 7, 10, tzinfo=UTC))
    assert len(posted(study)) == 2
    assert "• Pairing" in text_of(posted(study)[-1])
    await study.restart()
    await study.clock.advance(timedelta(hours=2))
    assert len(posted(study)) == 2
    assert "Revealed" in text_of(panel)


async def test_an_answer_that_is_lost_posts_once(study: Study) -> None:
    """The request took effect; its answer never came; the next try finds the message."""
    study.sandbox.faults.after("POST", SEND, times=9)
    await study.organiser.slash("retro open")
    await settle(study)
    study.sandbox.faults.clear()
    await study.clock.advance(LONG)
    assert len(posted(study)) == 1
    await close(study)
    await study.clock.advance(LONG)
    assert len(posted(study)) == 2
    assert "Closed" in text_of(posted(study)[0])


async def test_m3_a_channel_that_is_gone_or_closed_to_me_is_named_before_anything_happens(
    study: Study,
) -> None:
    """M3: the missing permission by its name; nothing is opened or closed."""
    await opened(study)
    me = study.sandbox.world.application.bot_user
    study.retros.set_overwrite(me, deny=Permissions.SEND_MESSAGES)
    refused = await study.organiser.slash("retro close", channel=study.papers)
    assert "Send Messages" in refused.text
    assert "</setup:" in refused.text
    study.retros.set_overwrite(me)
    study.retros.delete()
    refused = await study.organiser.slash("retro close")
    assert "The channel for retros is gone" in refused.text
    await study.set_up(retros_channel_id=study.papers.id)
    assert "Closed without a card" in (await close(study)).text
    await settle(study)
    assert "closed without a card" in text_of(list(study.papers.messages)[-1])


async def test_an_opening_that_could_not_be_posted_is_posted_on_request(study: Study) -> None:
    """On schedule, into a channel that is gone: the organiser hears of it and mends it."""
    await study.set_up(retro=(MonthDay(2), time(7)))
    study.retros.delete()
    await study.clock.move_to(datetime(2026, 3, 2, 7, 0, tzinfo=UTC))
    await study.set_up(retros_channel_id=study.papers.id)
    before = len(list(study.papers.messages))
    answer = await study.organiser.slash("retro open")
    assert "could not be posted before" in answer.text
    await settle(study)
    assert len(list(study.papers.messages)) == before + 1
    assert "open already" in (await study.organiser.slash("retro open")).text


async def test_a_summary_that_could_not_be_posted_is_posted_on_request(study: Study) -> None:
    await opened(study)
    study.retros.delete()
    await study.clock.advance(timedelta(days=3))
    await study.clock.advance(timedelta(days=4))
    await study.set_up(retros_channel_id=study.papers.id)
    answer = await study.organiser.slash("retro close")
    assert "could not be posted before" in answer.text
    await settle(study)
    assert "closed without a card" in text_of(list(study.papers.messages)[-1])
    assert "nothing to close" in (await study.organiser.slash("retro close")).text


async def test_many_cards_at_once_are_all_counted(study: Study) -> None:
    """Double clicks and a crowd: each form gives one card; the panel ends with the true count."""
    people = [await study.person(f"Member {n}") for n in range(6)]
    panel = await opened(study)
    forms = [(who, await who.click(panel, "Worked")) for who in people for _ in range(2)]
    answers = await asyncio.gather(
        *(who.submit(form, {"Your card": f"card {n}"}) for n, (who, form) in enumerate(forms))
    )
    assert all("Your card is in *Worked*" in answer.text for answer in answers)
    await people[0].until(lambda: "12 cards so far" in text_of(panel))
    summary = await closed(study)
    assert "**Worked** · 12" in text_of(summary)


async def away(study: Study, time: timedelta) -> None:
    """The bot does not run for this long."""
    await stop_bot(study.bot, study.clock)
    await study.clock.advance(time)
    study.bot = await start_bot(study.settings, study.db, study.sandbox)
    await settle(study)


async def test_an_opening_that_was_missed_is_named_until_a_retro_opens(study: Study) -> None:
    """Four days down: too late to open by itself, and whoever looks reads why."""
    ana = await study.person("Ana")
    await study.set_up(retro=(MonthDay(2), time(7)))
    await away(study, timedelta(days=4))
    missed = "The retro of Monday 2 March 2026 did not open"
    assert posted(study) == []
    assert missed in (await ana.slash("retro card")).text
    assert missed in (await study.organiser.slash("retro close")).text
    assert missed in (await study.organiser.slash("retro open")).text
    await settle(study)
    await closed(study)
    assert missed not in (await study.organiser.slash("retro close")).text
    assert missed not in (await study.organiser.slash("retro open")).text


async def test_a_reveal_that_was_missed_is_closed_and_posted_on_request(study: Study) -> None:
    """Eighty days down: no card is lost, and the retro stays open for nobody."""
    ana = await study.person("Ana")
    panel = await opened(study)
    await write(ana, panel, "Worked", "Pairing")
    await away(study, timedelta(days=80))
    assert len(posted(study)) == 1
    assert "This retro closed" in (await ana.click(panel, "Worked")).text
    assert "could not be posted before" in (await study.organiser.slash("retro close")).text
    await settle(study)
    assert "with a single card: Pairing" in text_of(posted(study)[-1])
    assert "Closed" in text_of(panel)


async def test_m3_what_a_channel_deleted_in_mid_phase_kept_back_is_posted_after_the_end(
    study: Study,
) -> None:
    """The retro ends with no place for its summary; the organiser gives one, and hears of it."""
    ana = await study.person("Ana")
    await revealed(study, [ana], "One", "Two")
    study.retros.delete()
    await study.clock.advance(timedelta(days=20))
    await study.set_up(retros_channel_id=study.papers.id)
    study.sandbox.faults.fail("POST", SEND, status=403, code=50013, message="No", times=1)
    for _ in range(2):
        answer = await study.organiser.slash("retro close")
        assert "has closed, but its summary could not be posted" in answer.text
        await study.clock.advance(timedelta(minutes=1))
    assert sum("• Two" in text_of(each) for each in study.papers.messages) == 1
    assert "nothing to close" in (await study.organiser.slash("retro close")).text


@pytest.mark.parametrize("has_place", [True, False])
async def test_m3_the_end_itself_posts_what_was_kept_back(study: Study, has_place: bool) -> None:
    """Where there is a channel by then; a summary that the group read is not posted again."""
    ana = await study.person("Ana")
    await revealed(study, [ana], "One", "Two")
    if not has_place:
        study.retros.delete()
    await study.clock.advance(timedelta(days=2))
    await study.set_up(retros_channel_id=study.papers.id)
    before = len(study.papers.messages)
    await close(study)
    await settle(study)
    assert len(study.papers.messages) - before == (not has_place)
    assert "nothing to close" in (await study.organiser.slash("retro close")).text
