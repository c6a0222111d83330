"""`/forget` over the wire: by the one it is about, once, from anywhere."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.retros import queries as retros
from sandbox import ActingUser, Seen
from sandbox.world.guild import Guild
from sandbox.world.model import Message
from tests.forgetting.everything import stored
from tests.groups import acting as groups
from tests.live import Study, form_of
from tests.retros.acting import opened, text_of, write
from tests.wins.sharing import share

PR, SETS = "projects-first-pr", "theory-problem-sets"
MESSAGE = "/channels/{channel_id}/messages/{message_id}"
SEND = "/channels/{channel_id}/messages"
on_sqlite = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)


async def ask(who: ActingUser, *, dm: bool = False, guild: Guild | None = None) -> Seen:
    """The panel with what goes."""
    return await who.slash("forget", dm=dm, guild=guild)


async def confirm(who: ActingUser, panel: Seen, name: str = "Night owls") -> Seen:
    """Type the group's name in the form."""
    return await who.submit(await who.click(panel, "Forget me"), {"The name of the group": name})


async def rows_about(study: Study, user: ActingUser) -> list[str]:
    """Where their id stands in the database."""

    return [
        f"{name}: {row}"
        for name, rows in (await stored(study.db)).items()
        for row in rows
        if str(user.id) in repr(row)
    ]


async def test_m1_a_member_sees_what_goes_and_is_forgotten_once_the_name_is_typed(
    study: Study,
) -> None:
    ana, ben = await study.person("Ana"), await study.person("Ben")
    for who in (ana, ben):
        await who.slash("milestone done", milestone=PR, note="Kingfisher")
    panel = await ask(ana)
    assert panel.ephemeral
    assert "- Changes of milestones: 1\n" in panel.text
    assert "deleted for good" in panel.text
    assert "Your ballots" not in panel.text, "what is not there is not listed"
    wrong = await confirm(ana, panel, "Early birds")
    assert "nothing was deleted" in wrong.text
    assert "*Night owls*" in wrong.text
    assert await rows_about(study, ana)
    form, second = [await ana.click(panel, "Forget me") for _ in range(2)]
    done = await ana.submit(form, {"The name of the group": " night OWLS "})
    assert "You are forgotten in Night owls" in done.text
    assert await rows_about(study, ana) == []
    assert await rows_about(study, ben)
    assert "Kingfisher" in (await ben.slash("milestone show", milestone=PR)).text
    # The same form again, and the one that another device had open.
    assert "It is saved" in (await ana.submit(form, {"The name of the group": "Night owls"})).text
    other = await ana.submit(second, {"The name of the group": "Night owls"})
    assert "nothing stored about you" in other.text
    assert "nothing stored about you" in (await ask(ana)).text
    await ana.slash("join")
    assert "Kingfisher" not in (await ana.slash("milestone show", milestone=PR)).text
    again = await ana.submit(form, {"The name of the group": "Night owls"})
    assert "It is saved" in again.text, "an old form forgets nobody anew"
    assert await rows_about(study, ana)


async def test_m1_who_left_the_server_is_forgotten_in_direct_messages(study: Study) -> None:
    ana = await study.person("Ana")
    await ana.slash("milestone done", milestone=PR)
    await ana.slash("today", dm=True)
    study.guild.remove_member(ana.account)
    await ana.slash("today", dm=True)  # I notice that she is gone
    panel = await ask(ana, dm=True)
    assert "Be forgotten in Night owls?" in panel.text
    assert "You are forgotten" in (await confirm(ana, panel)).text
    assert await rows_about(study, ana) == []
    assert "nothing stored about you" in (await ask(ana, dm=True)).text


@on_sqlite
async def test_m1_who_left_the_group_is_forgotten_too(study: Study) -> None:
    ana = await study.person("Ana")
    await ana.click(await ana.slash("leave"), "Leave")
    assert await rows_about(study, ana)
    assert "You are forgotten" in (await confirm(ana, await ask(ana))).text
    assert await rows_about(study, ana) == []


async def test_m1_of_two_groups_only_the_one_that_was_chosen_forgets(study: Study) -> None:
    ana = await study.person("Ana")
    birds = study.sandbox.world.create_guild("Early birds")
    channel = birds.create_text_channel("all")
    ana.join(birds)
    async with study.db.begin() as session:
        await groups.set_up_in_one_channel(session, birds.id, channel.id, now=study.clock.now())
        await groups.join(session, birds.id, ana.id, now=study.clock.now())
    choice = await ask(ana, dm=True)
    assert "**Early birds**" in choice.text
    assert "**Night owls**" in choice.text
    look = f"forget:look:{study.guild.id}"
    panel = await ana.click(choice, custom_id=look)
    assert "Be forgotten in Night owls?" in panel.text
    stays = await ana.click(await ask(ana, guild=study.guild), "Not now")
    assert "stays as it is" in stays.text
    await confirm(ana, panel)
    left = await rows_about(study, ana)
    assert left
    assert [row for row in left if str(birds.id) not in row] == []
    # In a server the other group's button is none of its business.
    elsewhere = await ana.click(
        await ask(ana, guild=study.guild), custom_id=f"forget:look:{birds.id}", forge=True
    )
    assert "belongs to another server" in elsewhere.text


async def test_m1_posts_are_deleted_or_lose_the_name(study: Study) -> None:
    ana, ben = await study.person("Ana"), await study.person("Ben")
    for who in (ana, ben):
        await who.slash("milestone done", milestone=PR)
        await share(who, PR)
    panel = await opened(study)
    await write(ana, panel, "Worked", "Kingfisher")
    await study.clock.move_to(datetime(2026, 3, 8, 18, 1, tzinfo=UTC))
    named = f"<@{ana.id}>"

    def naming() -> list[Message]:
        channels = (study.announcements, study.retros, study.papers)
        return [each for of in channels for each in of.messages if named in text_of(each)]

    assert len(naming()) == 3, "her win, the week's wins, the summary"
    asked = await ask(ana)
    assert "3 messages to the group that name you" in asked.text
    receipt = await confirm(ana, asked)
    assert "3 messages to the group: deleted, or without your name" in receipt.text
    assert naming() == []
    posts = [text_of(each) for each in study.announcements.messages]
    assert sum(f"<@{ben.id}>" in text for text in posts) == 2, "Ben's win and the round-up"
    assert any("Kingfisher" in text_of(each) for each in study.retros.messages), "the group saw it"


@on_sqlite
async def test_m1_what_discord_refuses_stands_in_the_receipt(study: Study) -> None:
    ana = await study.person("Ana")
    await ana.slash("milestone done", milestone=PR)
    await share(ana, PR)
    await study.clock.advance(timedelta())
    (post,) = study.announcements.messages
    study.sandbox.faults.fail("DELETE", MESSAGE, status=403, code=50013, times=10)
    receipt = await confirm(ana, await ask(ana))
    assert "Discord does not let me change these" in receipt.text
    assert f"/{study.announcements.id}/{post.id}" in receipt.text
    assert await rows_about(study, ana) == []
    study.sandbox.faults.clear()


@on_sqlite
async def test_m1_what_is_away_for_now_is_deleted_later(study: Study) -> None:
    ana = await study.person("Ana")
    await ana.slash("milestone done", milestone=PR)
    await share(ana, PR)
    await study.clock.advance(timedelta())
    study.sandbox.faults.fail("DELETE", MESSAGE, status=503, times=50)
    receipt = await confirm(ana, await ask(ana))
    assert "1 message to the group follows" in receipt.text
    study.sandbox.faults.clear()
    await study.restart()
    await study.clock.advance(timedelta(minutes=20))
    assert list(study.announcements.messages) == []


async def test_m1_forgotten_while_a_message_is_under_way(study: Study) -> None:
    ana = await study.person("Ana")
    hold = study.sandbox.faults.hold("POST", SEND, after=True)
    moving = study.clock.move_to(datetime(2026, 3, 2, 8, 1, tzinfo=UTC))

    task = asyncio.create_task(moving)
    await hold.reached()
    async with study.db.begin() as session:
        from bot.forgetting import service
        from bot.groups.values import Caller

        caller = Caller(study.guild.id, ana.id, False, study.clock.now())
        await service.forget(session, caller)
    hold.release()
    await task
    assert await rows_about(study, ana) == []
    heard = len(ana.inbox)
    await study.clock.advance(timedelta(days=2))
    assert len(ana.inbox) == heard, "nothing more comes"


@on_sqlite
async def test_m1_the_last_organiser_is_forgotten_and_the_group_goes_on(study: Study) -> None:
    olga, ana = study.organiser, await study.person("Ana")
    await olga.slash("join")
    await olga.click(await olga.slash("plan edit", milestone=SETS), "Edit")
    await opened(study)
    assert "You are forgotten" in (await confirm(olga, await ask(olga))).text
    assert await rows_about(study, olga) == []
    form_of(await ana.slash("retro card"))
    async with study.db.read() as session:
        assert await retros.find_open(session, study.guild.id) is not None
