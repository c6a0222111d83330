"""What a visitor does on the page, carried out by a real discord.py bot behind it."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import discord
import pytest
from discord import ui

from sandbox import Permissions
from sandbox.page.acts import ACTS
from sandbox.world.model import Channel
from tests.page.visitor import House, Visitor, hidden_channel, opened
from tests.sandbox.bare_bot import Bot, running

DONE = {"failed": None, "modal": None}


class Pickers(ui.View):
    """Menus of roles and of people and roles, whose answers name what was chosen."""

    def __init__(self) -> None:
        super().__init__(timeout=None)

    @ui.select(cls=ui.RoleSelect, custom_id="role")
    async def role(self, interaction: discord.Interaction, menu: ui.RoleSelect[Any]) -> None:
        await interaction.response.send_message(menu.values[0].name, ephemeral=True)

    @ui.select(cls=ui.MentionableSelect, custom_id="any", max_values=2)
    async def any(self, interaction: discord.Interaction, menu: ui.MentionableSelect[Any]) -> None:
        said = " ".join(sorted(type(value).__name__ for value in menu.values))
        await interaction.response.send_message(said, ephemeral=True)


@pytest.fixture
async def house() -> AsyncIterator[House]:
    async with opened() as house:
        yield house


@pytest.fixture
async def bot(house: House) -> AsyncIterator[Bot]:
    async with running(house.sandbox) as bot:
        yield bot


def texts(who: Visitor, channel: Channel) -> list[str]:
    return [message.text for message in who.user.visible(channel)]


def last(who: Visitor, channel: Channel) -> Any:
    return who.user.visible(channel)[-1]


def on(message: Any) -> dict[str, str]:
    return {"channel": str(message.channel.id), "message": str(message.id)}


async def test_a_command_in_a_guild_and_in_a_direct_message(house: House, bot: Bot) -> None:
    assert await house.ana.slash("ping", house.papers, loud="true") == DONE
    assert texts(house.ana, house.papers) == ["PONG"]
    direct = (await house.ana.act("direct"))["channel"]
    assert direct == str(house.ana.user.dm.id)
    await house.ana.slash("ping", house.ana.user.dm)
    assert texts(house.ana, house.ana.user.dm) == ["pong"]
    assert bot.pings[-1].user.id == house.ana.user.id
    assert bot.pings[-1].guild_id is None


async def test_options_of_every_kind(house: House, bot: Bot) -> None:
    role = house.guild.create_role("Readers")
    library = house.guild.create_text_channel("library")
    file = (await house.ana.upload("notes.txt", b"my notes"))["value"]
    await house.ana.slash(
        "show",
        house.papers,
        member=house.ben.id,
        role=str(role.id),
        place=str(library.id),
        file=file,
        channel="text",
    )
    assert texts(house.ana, house.papers) == ["Ben Readers library my notes text"]
    await house.ana.slash("goal done", house.papers, goal="calculus", hours="3", note="")
    assert texts(house.ana, house.papers)[-1] == "done calculus 3 None"
    await house.ana.slash("goal own add", house.papers, kind="A book")
    await house.ana.slash("goal own add", house.papers, kind="b")
    assert texts(house.ana, house.papers)[-2:] == ["added b"] * 2


async def test_options_that_are_refused(house: House, bot: Bot) -> None:
    hidden = str(hidden_channel(house.guild, "hidden").id)
    forum = str(house.guild.create_forum_channel("forum").id)
    nothing = "There is nothing of that name here."
    show = {"member": house.ben.id, "role": str(house.guild.id)}
    refusals: list[tuple[str, dict[str, str], str | None, str]] = [
        ("goal done", {"goal": "a", "hours": "41"}, "hours", "Must be at most 40."),
        ("goal done", {"goal": "a", "hours": "0"}, "hours", "Must be at least 1."),
        ("goal done", {"goal": "a", "hours": "many"}, "hours", "Write a whole number."),
        ("goal done", {"goal": "x" * 11}, "goal", "Write 1 to 10 characters."),
        ("goal done", {"hours": "2"}, "goal", "This option is required."),
        ("goal done", {"goal": ""}, "goal", "This option is required."),
        ("goal own add", {"kind": "c"}, "kind", "Choose one of: A book."),
        ("ping", {"loud": "loud"}, "loud", "Choose True or False."),
        ("show", {**show, "member": "12"}, "member", nothing),
        ("show", {**show, "place": hidden}, "place", nothing),
        ("show", {**show, "place": forum}, "place", "Channels of this type do not fit here."),
        ("show", {**show, "file": "a/b/c/d"}, "file", nothing),
        ("ping", {"quiet": "1"}, None, "/ping has no option 'quiet'; it has: loud"),
        ("pong", {}, None, "No command /pong is registered here"),
        ("goal", {}, None, "/goal: expected one of "),
        ("admin", {}, None, "Ana may not use /admin by default"),
    ]
    for name, options, field, sentence in refusals:
        reply = await house.ana.try_to(
            "slash", channel=str(house.papers.id), name=name, options=options
        )
        assert reply.error.startswith(sentence), (name, options)
        assert reply.field == field, (name, options)
    assert bot.pings == []


async def test_autocomplete_sees_what_can_be_read_so_far(house: House, bot: Bot) -> None:
    async def suggested(typed: str, **others: str) -> list[Any]:
        given = {"name": "goal done", "option": "goal", "typed": typed, "options": others}
        told = await house.ana.act("autocomplete", channel=str(house.papers.id), **given)
        return [(each["name"], each["value"]) for each in told["choices"]]

    assert await suggested("c", goal="c", hours="7") == [
        ("calculus (7)", "calculus"),
        ("clustering (7)", "clustering"),
    ]
    assert await suggested("s", hours="seven", note="") == [("statistics (None)", "statistics")]
    given = {"name": "goal done", "option": "hours", "typed": "1"}
    reply = await house.ana.try_to("autocomplete", channel=str(house.papers.id), **given)
    assert reply.error == "/goal done: option 'hours' does not autocomplete"


async def test_menus_of_messages_and_people(house: House, bot: Bot) -> None:
    message = house.bot_says(house.papers, "hello")
    await house.ana.act("menu", name="Quote", **on(message))
    assert texts(house.ana, house.papers)[-1] == f"> {message.id}"
    here = {"channel": str(house.papers.id)}
    await house.ana.act("menu", name="Greet", user=house.ben.id, **here)
    assert texts(house.ana, house.papers)[-1] == "hello ben"
    direct = {"channel": (await house.ana.act("direct"))["channel"]}
    bot_id = str(house.sandbox.world.application.bot_user.id)
    await house.ana.act("menu", name="Greet", user=bot_id, **direct)
    assert texts(house.ana, house.ana.user.dm) == ["hello Sandbox Bot"]
    stranger = house.sandbox.user("Zoe")
    for place, user in [(here, "77"), (here, str(stranger.id)), (direct, house.ben.id)]:
        reply = await house.ana.try_to("menu", name="Greet", user=user, **place)
        assert reply.error == "There is nobody of that name here."
    assert (await house.ana.try_to("menu", name="Greet", user="Ben", **here)).error == (
        "That is no id."
    )
    assert (
        "no context-menu command 'Steal'"
        in (await house.ana.try_to("menu", name="Steal", user=house.ben.id, **here)).error
    )


async def test_buttons(house: House, bot: Bot) -> None:
    await house.ana.slash("panel", house.papers)
    message = last(house.ana, house.papers)
    assert await house.ben.act("click", custom_id="count:0", **on(message)) == DONE
    assert "**Panel** 1" in message.text
    for custom_id in ("count:0", "count:9", ""):
        reply = await house.ana.try_to("click", custom_id=custom_id, **on(message))
        assert "No button" in reply.error
    await house.ana.slash("menus", house.papers)
    reply = await house.ana.try_to("click", custom_id="off", **on(last(house.ana, house.papers)))
    assert reply.error == "The button 'off' is disabled"


async def test_menus_to_choose_from(house: House, bot: Bot) -> None:
    await house.ana.slash("menus", house.papers)
    message = last(house.ana, house.papers)

    async def chosen(custom_id: str, *values: str) -> str:
        given = {"custom_id": custom_id, "values": list(values)}
        assert await house.ana.act("choose", **on(message), **given) == DONE
        return str(last(house.ana, house.papers).text)

    assert await chosen("days", "mon", "fri") == "mon,fri"
    assert await chosen("who", house.ben.id) == "Ben"
    await chosen("where", str(house.papers.id))
    await house.ana.user.until(lambda: message.content == "in papers")
    role = house.guild.create_role("Readers")
    message = await _with_view(bot, house.papers, Pickers())
    assert await chosen("role", str(role.id)) == "Readers"
    assert await chosen("any", house.ben.id, str(role.id)) == "Member Role"


async def _with_view(bot: Bot, channel: Channel, view: ui.View) -> Any:
    place = bot.get_partial_messageable(channel.id)
    sent = await place.send("choose", view=view)
    return channel.messages.get(sent.id)


async def test_choices_that_are_refused(house: House, bot: Bot) -> None:
    hidden = hidden_channel(house.guild, "hidden")
    stranger = house.sandbox.user("Zoe")
    await house.ana.slash("menus", house.papers)
    message = last(house.ana, house.papers)
    nothing = "There is nothing of that name here."
    for custom_id, values, field, sentence in [
        ("days", ["sun"], None, "'sun' is none of 'Monday', 'Friday'"),
        ("days", [], "days", "Choose 1 to 2 here."),
        ("days", ["mon", "fri", "mon"], "days", "Choose 1 to 2 here."),
        ("who", [str(stranger.id)], "who", nothing),
        ("who", ["Ben"], "who", nothing),
        ("where", [str(hidden.id)], "where", nothing),
        ("month", ["mon"], None, "No single select menu month here; there are: days, who, where"),
    ]:
        given = {"custom_id": custom_id, "values": values}
        reply = await house.ana.try_to("choose", **on(message), **given)
        assert (reply.error, reply.field) == (sentence, field)
    assert len(bot.pings) == 1


async def opened_form(house: House) -> dict[str, Any]:
    outcome = await house.ana.slash("form", house.papers)
    assert outcome["failed"] is None
    modal = outcome["modal"]
    assert (modal["title"], modal["channel"]) == ("Tell us", str(house.papers.id))
    assert [part["label"] for part in modal["components"]][:2] == ["Name", "Mood"]
    return dict(modal)


async def test_a_form_with_every_kind_of_field(house: House, bot: Bot) -> None:
    modal = await opened_form(house)
    file = (await house.ana.upload("proof.txt", b"yes"))["value"]
    values = {
        "name": "Ana",
        "mood": ["f", "t"],
        "level": "h",
        "proof": [file],
        "friend": [house.ben.id],
        "no such field": "left out",
    }
    assert await house.ana.act("submit", interaction=modal["interaction"], values=values) == DONE
    assert texts(house.ana, house.papers) == ["Ana f t h proof.txt=yes ben"]


async def test_forms_that_are_refused(house: House, bot: Bot) -> None:
    interaction = (await opened_form(house))["interaction"]
    fine = {"name": "Ana", "mood": ["f"], "level": "l"}
    refusals: list[tuple[dict[str, Any], str | None, str]] = [
        ({"name": "x" * 21}, "name", "Write 0 to 20 characters, not 21."),
        ({"name": ""}, "name", "Write something here."),
        ({"mood": []}, "mood", "Choose 1 to 2 here."),
        ({"level": []}, "level", "Choose 1 here."),
        ({"level": "x"}, None, "'x' is none of 'Low', 'High'"),
        ({"friend": ["77"]}, "friend", "There is nothing of that name here."),
        ({"proof": ["../../etc/passwd"]}, "proof", "There is nothing of that name here."),
    ]
    for wrong, field, sentence in refusals:
        reply = await house.ana.try_to("submit", interaction=interaction, values={**fine, **wrong})
        assert (reply.error, reply.field) == (sentence, field)
    reply = await house.ben.try_to("submit", interaction=interaction, values=fine)
    assert reply.error == "No form is open for Ben here"
    await house.clock.advance(timedelta(minutes=14, seconds=59))
    assert await house.ana.act("submit", interaction=interaction, values=fine) == DONE
    await house.clock.advance(timedelta(seconds=1))
    for key in (interaction, "77"):
        reply = await house.ana.try_to("submit", interaction=key, values=fine)
        assert reply.error == "This form is too old by now. Open it once more."
    assert len(bot.pings) == 2


async def test_no_answer_in_time(house: House, bot: Bot) -> None:
    house.sandbox.interactions.answer_within = 0.05
    outcome = await house.ana.slash("mute", house.papers)
    assert outcome == {"failed": "The application did not respond", "modal": None}


async def test_no_suggestions_in_time(house: House, bot: Bot) -> None:
    house.sandbox.interactions.answer_within = 0.0
    given = {"name": "goal done", "option": "goal", "typed": "c"}
    reply = await house.ana.try_to("autocomplete", channel=str(house.papers.id), **given)
    assert reply.error == "/goal done goal: The application did not respond"


async def test_thinking_is_no_failure(house: House, bot: Bot) -> None:
    assert await asyncio.wait_for(house.ana.slash("slow", house.papers), 2) == DONE
    assert texts(house.ana, house.papers) == [""]
    bot.gate.set()
    await house.ana.user.until(lambda: texts(house.ana, house.papers)[-1] == "for all")
    assert texts(house.ana, house.papers)[0] == "thought"


async def test_what_others_see_alone_is_gone_for_everybody_else(house: House, bot: Bot) -> None:
    await house.ana.slash("ping", house.papers)
    message = last(house.ana, house.papers)
    for act, given in [
        ("click", {"custom_id": "act"}),
        ("react", {"emoji": "👍"}),
        ("dismiss", {}),
        ("menu", {"name": "Quote"}),
    ]:
        reply = await house.ben.try_to(act, **on(message), **given)
        assert reply.error == "This message is gone."
    assert (await house.ana.try_to("react", emoji="👍", **on(message))).error == (
        "You cannot react here."
    )
    assert await house.ana.act("dismiss", **on(message)) == {}
    assert texts(house.ana, house.papers) == []
    assert (await house.ana.try_to("dismiss", **on(message))).error == "This message is gone."
    public = house.bot_says(house.papers, "hello")
    assert "nobody else sees" in (await house.ana.try_to("dismiss", **on(public))).error


async def test_the_page_offers_what_one_may_use(house: House, bot: Bot) -> None:
    async def offered(who: Visitor, channel: str) -> set[str]:
        told = await who.get("commands", channel=channel)
        return {command["name"] for command in told["commands"]}

    boss = house.guild.create_role("Boss", permissions=Permissions.MANAGE_GUILD)
    house.guild.set_roles(house.guild.members[house.ben.user.id], [boss.id])
    ordinary = {"goal", "ping", "show", "slow", "mute", "panel", "menus", "form", "Quote", "Greet"}
    assert await offered(house.ana, str(house.papers.id)) == ordinary
    assert await offered(house.ben, str(house.papers.id)) == ordinary | {"admin"}
    direct = (await house.ben.act("direct"))["channel"]
    assert await offered(house.ben, direct) == ordinary


def test_every_act_has_a_story_here() -> None:
    assert set(ACTS) == {
        *("slash", "autocomplete", "menu", "click", "choose", "submit", "send"),
        *("react", "vote", "dismiss", "read", "direct", "doors"),
    }
