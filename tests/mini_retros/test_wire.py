"""Mini-retros over the wire: offered on their day, written alone, counted by a press."""

from __future__ import annotations

from datetime import date

import pytest

from sandbox import ActingUser, Seen
from tests.live import Study, custom_ids, form_of
from tests.mini_retros.acting import at, retro_on, stored

OFFER = "Look back on your month"
on_sqlite = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)


async def friday(study: Study, person: ActingUser, day: int, better: str, change: str) -> None:
    """Look back on the week, on its Friday."""
    await study.down_until(at(day, 9))
    opened = await person.slash("routine log")
    await person.submit(
        await person.click(opened, "Write it"), {"better": better, "change": change}
    )


async def month_of(person: ActingUser) -> Seen:
    """The way by the keyboard."""
    return await person.click(await person.slash("routine log"), "Look back")


def offers(person: ActingUser) -> list[int]:
    """On which days of March, counted on, a message offered it."""
    return [
        (message.timestamp.date() - date(2026, 2, 28)).days
        for message in person.inbox
        if OFFER in message.text
    ]


async def test_the_week_s_lines_become_the_month_s_and_outlive_a_restart(study: Study) -> None:
    """From Friday's form to the plan's milestone, on both databases; the group sees none of it."""
    ana, ben = await study.person("Ana"), await study.person("Ben")
    await retro_on(study.db, 14, study.guild.id)
    await friday(study, ana, 6, "Mornings **work** @everyone", "Fewer tabs")
    await study.clock.move_to(at(13, 8))
    message = ana.inbox[-1]
    assert OFFER in message.text
    assert OFFER not in ana.inbox[-2].text
    assert OFFER in (await ana.slash("today")).text
    public = [len(channel.messages) for channel in (study.announcements, study.retros)]
    seen = await ana.click(message, "Look back")
    assert "Saturday 14 February 2026 to Friday 13 March 2026" in seen.text
    assert "Better: Mornings \\*\\*work\\*\\* @\u200beveryone" in seen.text
    assert "To change: Fewer tabs" in seen.text
    assert "Nothing is written yet." in seen.text
    form = form_of(await ana.click(seen, "Write it"))
    assert form.fields["What worked?"]["value"] == "Mornings **work** @everyone"
    assert form.fields["What do you want to adjust?"]["value"] == "Fewer tabs"
    written = await ana.submit(form, {"What do you want to adjust?": "No tabs at all"})
    assert "**To adjust**\nNo tabs at all" in written.text
    assert "*Monthly mini-retrospective*: 0 of 1 in March" in written.text

    await study.restart()
    assert OFFER not in (await ana.slash("today")).text
    again = await ana.click(message, "Done")
    assert "You looked back on your month." in again.text
    kept = await ana.click(again, "Open")
    changing = form_of(await ana.click(kept, "Change"))
    assert changing.fields["What do you want to adjust?"]["value"] == "No tabs at all"
    (pressed,) = custom_ids(kept, "mini-retro:count:")
    counted = await ana.click(kept, "Count it")
    assert "● Counted. *Monthly mini-retrospective*: 1 of 1 in March" in counted.text
    assert "Count it" not in counted.buttons
    twice = await ana.click(kept, custom_id=pressed, forge=True)
    assert "1 of 1 in March" in twice.text
    shown = await ana.slash("milestone show", milestone="community-retrospective")
    assert "1 of 1 in March" in shown.text

    (own,) = custom_ids(kept, "mini-retro:write:")
    bens = form_of(await ben.click(await ben.slash("help"), custom_id=own, forge=True))
    assert not any(field.get("value") for field in bens.fields.values())
    others = [await ben.slash(name) for name in ("routine log", "routine digest", "today")]
    for text in (*(each.text for each in others), *(each.text for each in ben.inbox)):
        assert "No tabs" not in text
    assert [len(channel.messages) for channel in (study.announcements, study.retros)] == public


@on_sqlite
async def test_it_is_offered_the_day_before_the_retro_in_the_member_s_zone(study: Study) -> None:
    """The 12th at 18:00 in UTC is the 13th in Auckland."""
    ana, kiri = await study.person("Ana"), await study.person("Kiri", zone="Pacific/Auckland")
    await retro_on(study.db, 12, study.guild.id)
    await study.down_until(at(8, 12))
    for day in range(8, 17):
        await study.clock.move_to(at(day, 23))
    # At eight in the morning of the 12th in Auckland it is still the 11th in UTC.
    assert [offers(ana), offers(kiri)] == [[11], [11]]
    [offered] = [message for message in kiri.inbox if OFFER in message.text]
    assert offered.timestamp == at(11, 19)
    seen = await kiri.click(offered, "Look back")
    assert "Friday 13 February 2026 to Thursday 12 March 2026" in seen.text


@on_sqlite
async def test_before_a_day_without_a_message_the_last_one_offers_it(study: Study) -> None:
    """The 15th is a Sunday; the last message before it comes on Friday."""
    ana = await study.person("Ana")
    await retro_on(study.db, 16, study.guild.id)
    await study.down_until(at(11, 12))
    await study.clock.move_to(at(17, 12))
    assert offers(ana) == [13]


@on_sqlite
async def test_with_a_retro_on_the_first_it_is_the_month_s_last_day(study: Study) -> None:
    ana = await study.person("Ana")
    await study.down_until(at(29, 12))
    for day in (30, 31, 32, 33):
        await study.clock.move_to(at(day, 12))
    assert offers(ana) == [31]
    late = await ana.slash("today")
    assert OFFER in late.text
    await study.down_until(at(38, 12))
    assert OFFER not in (await ana.slash("today")).text


@on_sqlite
async def test_in_a_pause_nothing_is_offered(study: Study) -> None:
    ana = await study.person("Ana")
    await retro_on(study.db, 14, study.guild.id)
    await study.down_until(at(10))
    await study.clock.move_to(at(12, 12))
    await ana.slash("routine pause", until="2026-03-17")
    await study.clock.move_to(at(13, 12))
    assert OFFER not in (await ana.slash("today")).text
    await study.clock.move_to(at(16, 12))
    assert offers(ana) == []
    assert "Look back" in (await ana.slash("routine log")).buttons, "who wants to still can"


@on_sqlite
async def test_who_wrote_it_before_is_not_asked(study: Study) -> None:
    ana = await study.person("Ana")
    await retro_on(study.db, 14, study.guild.id)
    await study.down_until(at(10))
    await study.clock.move_to(at(11, 12))
    await ana.submit(await ana.click(await month_of(ana), "Write it"), {"What worked?": "Naps"})
    assert "**Your month** · ● written" in (await ana.slash("routine log")).text
    await study.clock.move_to(at(13, 12))
    assert offers(ana) == []
    assert OFFER not in (await ana.slash("today")).text


@on_sqlite
async def test_bad_input_is_refused_kindly_and_nothing_is_kept(study: Study) -> None:
    ana, ben = await study.person("Ana"), await study.person("Ben")
    stranger = await study.person("Sam", joined=False)
    elsewhere = study.sandbox.world.create_guild("Elsewhere")
    await study.down_until(at(12))
    seen = await month_of(ana)
    form = form_of(await ana.click(seen, "Write it"))
    blank = {"What worked?": "\u3164 \u2800", "What do you want to adjust?": " \n"}
    assert "nothing written yet" in (await ana.submit(form, blank)).text
    over = await ana.submit(form, {"What worked?": "x" * 2001}, forge=True)
    assert "2,000 characters" in over.text
    ours = study.guild.id
    for month, said in (
        ("2026-04-01", "has not begun"),
        ("9999-12-31", "has not begun"),
        ("2026-01-01", "stays as it is"),
        ("0001-01-01", "so long ago"),
    ):
        forged = f"mini-retro:write:{ours}:{month}"
        refused = await ana.submit(form, {"What worked?": "Mornings"}, custom_id=forged, forge=True)
        assert said in refused.text
        assert "Mornings" in refused.text, "what was typed is not lost"
    for route in ("open", "month", "write"):
        for key in (f"{elsewhere.id}:2026-03-01", f"{ours}:2026-04-01", f"{ours}:x", "0:0"):
            odd = await ben.click(
                await ben.slash("help"), custom_id=f"mini-retro:{route}:{key}", forge=True
            )
            assert odd.modal is None
            assert "the reference `" not in odd.text
    opened = await stranger.click(
        await stranger.slash("help"), custom_id=f"mini-retro:open:{ours}:2026-03-01", forge=True
    )
    assert "join" in opened.text
    assert await stored(study.db) == []


@on_sqlite
async def test_the_fullest_month_fits_its_panel(study: Study) -> None:
    ana = await study.person("Ana")
    for day in (6, 13, 20, 27):
        await friday(study, ana, day, "*_~`" * 250, "# @everyone " * 83)
    await study.down_until(at(31))
    form = form_of(await ana.click(await month_of(ana), "Write it"))
    assert len(form.fields["What worked?"]["value"]) <= 2000
    full = {"What worked?": "*_~`" * 500, "What do you want to adjust?": "@here " * 333}
    written = await ana.submit(form, full)
    assert "0 of 1 in March" in written.text
    assert "Change" in written.buttons
    before = await ana.click(written, "Earlier")
    assert "Sunday 1 February 2026 to Saturday 28 February 2026" in before.text
    assert "Write it" in before.buttons
    long_ago = await ana.click(before, "Earlier")
    assert "Nothing was written." in long_ago.text
    assert "Write it" not in long_ago.buttons
    back = await ana.click(await ana.click(long_ago, "Later"), "Later")
    assert "Later" not in back.buttons
