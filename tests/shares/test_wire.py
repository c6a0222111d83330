"""Shares over the wire: logged from a link or a message, shown to the group, in the round-up, and
taken back (C4, C7, R12, U16)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from sandbox import ActingUser, Permissions
from sandbox.people.response_view import Seen
from sandbox.world.model import Message
from tests.live import Study, custom_ids, form_of
from tests.retros.acting import second_server, text_of

pytestmark = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)

MENU = "Log as share"
LINK = "https://owl.example/pac_(1)"
SUNDAY = datetime(2026, 3, 8, 18, tzinfo=UTC)
HOSTILE = "# @everyone <@123> **b** ||s|| שלום [x](https://evil.example)"


async def later(study: Study, minutes: int = 1) -> None:
    await study.clock.move_to(study.clock.now() + timedelta(minutes=minutes))


async def logged(who: ActingUser, link: str = LINK, **values: str) -> Seen:
    """A share that somebody logged."""
    form = form_of(await who.slash("share add", url=link))
    return await who.submit(form, {"Title": "PAC learning", **values})


async def shown(who: ActingUser, link: str = LINK, **values: str) -> Seen:
    """A share that somebody showed to the group."""
    asked = await who.click(await logged(who, link, **values), "Show the group")
    return await who.click(asked, "Show it")


def posts(study: Study) -> list[Message]:
    """The posts of shares, the oldest first."""
    return [
        message for message in study.announcements.messages if custom_ids(message, "share:posted:")
    ]


def round_ups(study: Study) -> list[Message]:
    return [message for message in study.announcements.messages if custom_ids(message, "win:all:")]


async def test_c4_a_share_is_the_members_own_until_they_show_it_once(study: Study) -> None:
    ana, ben = await study.person("Ana"), await study.person("Ben")
    mine = await logged(ana)
    assert mine.ephemeral
    assert "○ Only you see it." in mine.text
    assert "[owl.example](<https://owl.example/pac_%281%29>)" in mine.text
    assert "None yet" in (await ben.slash("share list")).text
    await study.restart()
    asked = await ana.click(mine, "Show the group")
    assert f"Everybody in <#{study.announcements.id}> sees" in asked.text
    assert f"<@{ana.id}> shares **[PAC learning](<https://owl.example/pac_%281%29>)**" in asked.text
    assert posts(study) == []
    (pressed,) = custom_ids(asked, "share:release:")
    told = await ana.click(asked, "Show it")
    assert "● The group sees it since" in told.text
    for custom_id in (pressed, pressed.replace("release", "ask")):
        again = await ana.click(mine, custom_id=custom_id, forge=True)
        assert "● The group sees it since" in again.text
    await later(study)
    await study.restart()
    await later(study)
    (post,) = posts(study)
    assert f"<@{ana.id}> shares" in text_of(post)
    listed = await ben.click(post, "All shares")
    assert listed.ephemeral
    assert "**The group's knowledge shares** · 1" in listed.text


async def test_c4_p11_the_months_count_is_the_members_alone_and_a_press(study: Study) -> None:
    ana, ben = await study.person("Ana"), await study.person("Ben")
    mine = await shown(ana)
    await later(study)
    assert "*A public knowledge share this month*: 0 of 1 in March" in mine.text
    assert "Only you decide." in mine.text
    (pressed,) = custom_ids(mine, "share:count:")
    counted = await ana.click(mine, "Count it")
    assert "● Counted." in counted.text
    assert "1 of 1 in March" in (await ana.click(mine, custom_id=pressed, forge=True)).text
    assert "1 share from March · *A public" in (await ana.slash("share list")).text
    others = await ben.slash("share list")
    assert "of 1 in March" not in others.text
    assert "of 1 in" not in text_of(posts(study)[0])
    board = await ana.slash("milestone show", milestone="community-knowledge-share")
    assert "1 of 1 in March" in board.text
    assert "That you counted it stays" in (await ana.click(counted, "Take back")).text


async def test_c4_taken_back_its_post_goes_and_a_change_shows(study: Study) -> None:
    ana, ben = await study.person("Ana"), await study.person("Ben")
    mine = await shown(ana)
    await later(study)
    (post,) = posts(study)
    again = await logged(ana, Title="PAC, again")
    assert "You had logged that link, and the group sees it." in again.text
    await ana.until(lambda: "PAC, again" in text_of(post))
    form = form_of(await ana.click(mine, "Change"))
    assert form.fields["Link"]["value"] == LINK
    changed = await ana.submit(form, {"Title": HOSTILE, "When did it come out?": "yesterday"})
    await ana.until(lambda: "\\# @" in text_of(post))
    assert "@everyone" not in text_of(post)
    assert "[x](https" not in text_of(post)
    back = await ana.click(changed, "Take back")
    assert "only you see it again" in back.text
    await later(study)
    assert posts(study) == []
    assert "None yet" in (await ben.slash("share list")).text
    await ana.click(await ana.click(back, "Show the group"), "Show it")
    await later(study)
    assert len(posts(study)) == 1
    gone = await ana.click(await ana.click(back, "Delete"), "Delete it")
    assert "The share is deleted." in gone.text
    await later(study)
    assert posts(study) == []


async def test_r12_c7_the_round_up_has_the_weeks_shares_beside_the_wins(study: Study) -> None:
    """Only what was shown, and no longer what is taken back; a silent week has none."""
    ana, ben = await study.person("Ana"), await study.person("Ben")
    await logged(ben, "https://owl.example/own", Title="Kept to myself")
    mine = await shown(ana)
    bens = await shown(ben, "https://owl.example/bens")
    await ben.slash("milestone done", milestone="theory-problem-sets")
    await ben.click(await ben.slash("win share", milestone="theory-problem-sets"), "Share it")
    await study.clock.move_to(SUNDAY + timedelta(minutes=2))
    (post,) = round_ups(study)
    text = text_of(post)
    assert "**Wins of the week** · 1 milestone" in text
    assert "**Shared with everybody** · 2 knowledge shares" in text
    assert f"PAC learning](<https://owl.example/pac_%281%29>) · blog post · <@{ana.id}>" in text
    assert "Kept to myself" not in text
    await ben.click(await ben.click(bens, "Delete"), "Delete it")
    await ana.until(lambda: "1 knowledge share" in text_of(post))
    await ana.submit(form_of(await ana.click(mine, "Change")), {"Title": "PAC, again"})
    await ana.until(lambda: "PAC, again" in text_of(post))
    await ana.click(mine, "Take back")
    await ana.until(lambda: "Shared with everybody" not in text_of(post))
    assert "**Wins of the week** · 1 milestone" in text_of(post)
    await study.clock.move_to(SUNDAY + timedelta(days=7, minutes=2))
    assert len(round_ups(study)) == 1


async def test_r12_a_week_with_shares_alone_has_its_round_up(study: Study) -> None:
    ana = await study.person("Ana")
    await shown(ana)
    await study.clock.move_to(SUNDAY + timedelta(minutes=2))
    (post,) = round_ups(study)
    assert "**The week in the group**" in text_of(post)
    assert "1 knowledge share" in text_of(post)


async def test_u16_a_message_is_logged_with_its_link_and_without_its_author(study: Study) -> None:
    ana, ben = await study.person("Ana"), await study.person("Ben")
    said = await ben.send(study.announcements, f"<@{ben.id}> My talk is out: <{LINK}>!")
    form = form_of(await ana.menu(MENU, said))
    assert form.fields["Link"]["value"] == LINK
    assert form.fields["Title"]["value"].startswith("My talk is out")
    assert str(ben.id) not in str(form.fields)
    mine = await ana.submit(form, {})
    assert str(ben.id) not in mine.text
    without = await ben.send(study.announcements, "What I learned about owls")
    form = form_of(await ana.menu(MENU, without))
    place = f"https://discord.com/channels/{study.guild.id}/{study.announcements.id}/{without.id}"
    assert form.fields["Link"]["value"] == place
    assert form.fields["Title"]["value"] == "What I learned about owls"
    zoe = await study.person("Zoe", joined=False)
    assert (await zoe.menu(MENU, said)).buttons == ["Join"]


async def test_c4_a_form_sent_twice_logs_once_and_what_is_wrong_is_given_back(study: Study) -> None:
    ana = await study.person("Ana")
    form = form_of(await ana.slash("share add", url=LINK))
    await ana.submit(form, {"Title": "PAC"})
    assert "saved" in (await ana.submit(form, {"Title": "PAC"}, forge=True)).text
    assert "**Your knowledge shares** · 1" in (await ana.slash("share list")).text
    refused = await ana.submit(
        form_of(await ana.slash("share add")),
        {"Link": "mailto:a@b", "Title": "Owls", "When did it come out?": "3 days ago"},
    )
    assert "only web pages fit" in refused.text
    retried = form_of(await ana.click(refused, "Try again"))
    assert retried.fields["Title"]["value"] == "Owls"
    blank = await ana.submit(retried, {"Link": LINK, "Title": "\u3164\u2800"}, forge=True)
    assert "needs a title" in blank.text
    same = await logged(ana, "http://OWL.example/pac_(1)/#top")
    assert "You had logged that link. It" in same.text
    assert "· 1\n" in (await ana.slash("share list")).text


async def test_c4_forged_ids_and_other_groups_find_nothing(study: Study) -> None:
    ana, ben = await study.person("Ana"), await study.person("Ben")
    mine = await logged(ana)
    (asks,) = custom_ids(mine, "share:ask:")
    number = asks.split(":")[-1]
    listed = await ben.slash("share list")
    for verb in ("open", "ask", "release", "post-again", "take-back", "ask-delete", "change"):
        seen = await ben.click(listed, custom_id=f"share:{verb}:{number}", forge=True)
        assert "do not find that share" in seen.text, verb
    seen = await ben.click(listed, custom_id=f"share:delete:{number}", forge=True)
    assert (
        "**Your knowledge shares** · 1" in (await ana.slash("share list", guild=study.guild)).text
    )
    guild_id = (await second_server(study, ana)).channel.guild_id
    foreign = study.sandbox.world.guilds[guild_id or 0]
    there = await ana.slash("share list", guild=foreign)
    assert "None yet" in there.text
    seen = await ana.click(there, custom_id=f"share:release:{number}", forge=True)
    assert "do not find that share" in seen.text


async def test_c4_without_a_channel_to_post_in_nothing_is_released(study: Study) -> None:
    ana = await study.person("Ana")
    mine = await logged(ana)
    asked = await ana.click(mine, "Show the group")
    study.announcements.set_overwrite(
        study.sandbox.world.application.bot_user, deny=Permissions.SEND_MESSAGES
    )
    refused = await ana.click(asked, "Show it")
    assert "may not write" in refused.text
    assert "○ **PAC learning**" in (await ana.slash("share list")).text
