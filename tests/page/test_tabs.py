"""What a chat client owes its user: nothing lost, nothing leaked, nothing out of step."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio
from playwright.async_api import BrowserContext, Page, Route, expect

from sandbox import ActingUser, Permissions, Sandbox, SettableClock
from sandbox.world.composing.compose import new_message
from sandbox.world.model import Channel
from sandbox.world.threads import start
from tests.page.conftest import Watch
from tests.page.tab import Tab
from tests.sandbox.bare_bot import Bot, running

pytestmark = pytest.mark.asyncio(loop_scope="session")

START = datetime(2026, 3, 3, 12, tzinfo=UTC)


@dataclass
class Place:
    """A server with two people and an ordinary discord.py bot."""

    sandbox: Sandbox
    bot: Bot
    ana: ActingUser
    ben: ActingUser
    papers: Channel
    secret: Channel


@pytest_asyncio.fixture(loop_scope="session")
async def place() -> AsyncIterator[Place]:
    """The place, with its bot connected."""
    async with Sandbox(clock=SettableClock(START)) as sandbox:
        ana = sandbox.user("Ana", zone="America/Sao_Paulo")
        ben = sandbox.user("Ben", zone="Asia/Tokyo")
        guild = sandbox.world.create_guild("Night owls", owner=ana.account)
        ben.join(guild)
        papers = guild.create_text_channel("papers")
        secret = guild.create_text_channel("secret")
        secret.set_overwrite(guild.everyone, deny=Permissions.VIEW_CHANNEL)
        async with running(sandbox) as bot:
            yield Place(sandbox, bot, ana, ben, papers, secret)


async def test_each_person_sees_what_is_theirs(place: Place, page: Page) -> None:
    """Private answers and hidden channels are there for one person and for nobody else."""
    place.sandbox.world.say(place.secret, place.ana.account, "for the owner")
    tab = await Tab.open(page, place.sandbox, who="Ana")
    await tab.command("ping")
    await tab.sees("pong")
    await expect(tab.newest).to_contain_text("Only you can see this")
    await tab.go("secret")
    await tab.sees("for the owner")
    await tab.be("Ben")
    await expect(page.get_by_role("navigation")).not_to_contain_text("secret")
    await tab.go("papers")
    await expect(tab.log).to_contain_text("Nothing has been said")
    await tab.be("Ana")
    await tab.go("papers")
    await tab.press("Dismiss message")
    await expect(tab.log).not_to_contain_text("pong")


async def test_what_is_said_while_a_channel_is_asked_for_is_there(place: Place, page: Page) -> None:
    """The answer was made before the message, and comes after the page was told of it."""

    async def late(route: Route) -> None:
        answer = await route.fetch()
        place.sandbox.world.say(place.secret, place.ana.account, "in between")
        gone = place.sandbox.world.say(place.secret, place.ana.account, "taken back")
        place.sandbox.world.delete_message(gone)
        # Later than the socket tells of them.
        await page.wait_for_timeout(200)
        await route.fulfill(response=answer)

    tab = await Tab.open(page, place.sandbox, who="Ana")
    await tab.go("papers")
    await page.route("**/page/messages?*", late, times=1)
    await tab.go("secret")
    await tab.sees("in between")
    await expect(tab.log).not_to_contain_text("taken back")


async def test_a_reload_loses_nothing(place: Place, page: Page) -> None:
    """Who one is, where, a half-written message and a half-written form outlive a reload."""
    tab = await Tab.open(page, place.sandbox, who="Ben")
    await page.get_by_label("Message", exact=True).fill("half a thought")
    await tab.command("form")
    await tab.form.get_by_label("Name").fill("Benedikt")
    await tab.form.get_by_label("Low").check()
    await page.reload()
    await expect(page.locator(".whoami strong")).to_have_text("Ben")
    await expect(tab.form.get_by_label("Name")).to_have_value("Benedikt")
    await expect(tab.form.get_by_label("Low")).to_be_checked()
    await tab.form.get_by_label("Mood").click()
    await page.get_by_role("option", name="Fine").click()
    await page.get_by_role("button", name="Done").click()
    await tab.form.get_by_role("button", name="Submit").click()
    await tab.sees("Benedikt")


async def test_a_draft_waits_in_its_channel(place: Place, page: Page) -> None:
    """What one began to write is there again on return, and after a reload."""
    tab = await Tab.open(page, place.sandbox, who="Ana")
    field = page.get_by_label("Message", exact=True)
    await field.fill("half a thought")
    await tab.go("secret")
    await expect(field).to_have_value("")
    await tab.go("papers")
    await expect(field).to_have_value("half a thought")
    await page.reload()
    await expect(field).to_have_value("half a thought")


async def test_two_tabs_agree(place: Place, page: Page, context: BrowserContext) -> None:
    """A message, an edit, a reaction, a press and what is read: in both tabs without a reload."""
    one = await Tab.open(page, place.sandbox, who="Ana")
    two = await Tab.open(await context.new_page(), place.sandbox, who="Ana")
    await two.command("panel")
    await one.sees("Panel 0")
    await two.press("Count 0")
    await one.sees("Panel 1")
    await two.go("secret")
    place.sandbox.world.say(place.papers, place.ben.account, "over here")
    await one.sees("over here")
    await expect(two.page.get_by_role("navigation").locator(".unread")).to_have_count(0)
    await one.front()
    await one.newest.hover()
    await one.newest.get_by_role("button", name="Add a reaction").click()
    await one.page.get_by_role("button", name="React with 🎉").click()
    await two.go("papers")
    await expect(two.newest.get_by_role("button", name="🎉, 1")).to_be_visible()


async def test_a_lost_connection_catches_up(place: Place, page: Page, watch: Watch) -> None:
    """What was said and deleted meanwhile is there when the line is back; nothing is twice."""
    watch.expect("WebSocket")
    watch.expect("ERR_CONNECTION_REFUSED")
    watch.expect("ERR_INTERNET_DISCONNECTED")
    old = place.sandbox.world.say(place.papers, place.ben.account, "to be deleted")
    tab = await Tab.open(page, place.sandbox, who="Ana")
    await tab.sees("to be deleted")
    await page.context.set_offline(True)
    await page.evaluate("import('/static/line.js').then((line) => line.connect())")
    await expect(page.get_by_text("The connection is lost")).to_be_visible()
    place.sandbox.world.say(place.papers, place.ben.account, "said meanwhile")
    place.sandbox.world.delete_message(old)
    await page.context.set_offline(False)
    await tab.sees("said meanwhile")
    await expect(tab.log).not_to_contain_text("to be deleted")
    await expect(tab.log.get_by_text("said meanwhile")).to_have_count(1)


async def test_a_thoughtful_bot_and_a_silent_one(place: Place, page: Page) -> None:
    """A deferred answer shows that it comes; none at all is said after Discord's three seconds."""
    place.bot.gate.clear()
    tab = await Tab.open(page, place.sandbox, who="Ana")
    await tab.command("slow")
    await tab.sees("is thinking")
    place.bot.gate.set()
    await tab.sees("thought")
    await tab.sees("for all")
    place.sandbox.interactions.answer_within = 0.2
    await tab.type_command("mute")
    await page.get_by_role("button", name="Send", exact=True).click()
    await expect(page.get_by_role("alert").filter(has_text="did not respond")).to_be_visible()


async def test_errors_stand_at_their_option(place: Place, page: Page, watch: Watch) -> None:
    """A wrong value is said where it was typed, and what was typed stays."""
    watch.expect("422")
    tab = await Tab.open(page, place.sandbox, who="Ana")
    await tab.type_command("goal done", goal="run", hours="99")
    await page.get_by_role("button", name="Send", exact=True).click()
    hours = page.get_by_label(re.compile("^hours"))
    await expect(hours).to_have_attribute("aria-invalid", "true")
    await expect(page.locator(".option-field", has=hours)).to_contain_text("at most 40")
    await expect(hours).to_be_focused()
    await expect(page.get_by_label(re.compile("^goal"))).to_have_value("run")
    await hours.fill("many")
    await page.keyboard.press("Enter")
    await expect(page.locator(".option-field", has=hours)).to_contain_text("whole number")


async def test_objects_files_and_menus(place: Place, page: Page) -> None:
    """People, roles, channels and files as options; commands of messages and of people."""
    tab = await Tab.open(page, place.sandbox, who="Ana")
    await tab.type_command("show")
    for option, typed in (("member", "Ben"), ("role", "everyone"), ("place", "papers")):
        await page.get_by_label(re.compile(f"^{option}")).fill(typed)
        await page.get_by_role("option", name=typed).first.click()
    await page.get_by_label(re.compile("^file")).set_input_files(
        {"name": "../<b>x</b>.txt", "mimeType": "text/plain", "buffer": b"inside"}
    )
    await asyncio.sleep(0)
    await expect(page.locator(".option-field", has_text="file")).not_to_contain_text("Uploading")
    await page.get_by_role("button", name="Send", exact=True).click()
    await tab.sees("Ben @everyone papers inside")
    await tab.newest.hover()
    await tab.newest.get_by_role("button", name="Quote").click()
    await expect(tab.newest).to_contain_text("Only you can see this")
    await page.get_by_role("button", name="What to try, and members").click()
    members = page.get_by_role("complementary")
    await members.locator("li", has_text="Ben").get_by_role("button", name="Greet").click()
    await tab.sees("hello ben")


async def test_the_clock_turns_and_tells(place: Place, page: Page, watch: Watch) -> None:
    """Local times follow the clock; what falls due is listed and can be turned to."""
    watch.expect("422")
    tab = await Tab.open(page, place.sandbox, who="Ben")
    bar = page.get_by_role("banner")
    await expect(bar).to_contain_text("21:00")
    await tab.turn("+1 h")
    await expect(bar).to_contain_text("22:00")
    await tab.turn("Next morning")
    await expect(bar).to_contain_text("09:00")
    clock = place.sandbox.clock
    assert clock.now() == datetime(2026, 3, 4, 0, tzinfo=UTC)
    await bar.get_by_role("button", name="Next thing due").click()
    await expect(page.get_by_role("alert").filter(has_text="Nothing is due")).to_be_visible()
    await tab.turn("+1 week")
    assert clock.now() == START + timedelta(hours=12, weeks=1)


async def test_what_one_does_is_seen_at_the_end(place: Place, page: Page) -> None:
    """Others' messages leave a reader where they read; one's own, and a button, lead to the end."""
    bot = place.sandbox.world.application.bot_user
    for number in range(30):
        place.sandbox.world.say(place.papers, bot, f"line {number}\nand one more")
    tab = await Tab.open(page, place.sandbox, who="Ana")
    field, jump = page.get_by_label("Message", exact=True), page.get_by_role("button", name="Jump")
    await expect(tab.newest).to_be_in_viewport()
    await expect(jump).to_be_hidden()

    async def read_above() -> None:
        await tab.log.evaluate("(log) => { log.scrollTop = 0; }")
        await expect(jump).to_be_visible()

    await read_above()
    place.sandbox.world.say(place.papers, place.ben.account, "from Ben")
    await tab.sees("from Ben")
    await expect(tab.newest).not_to_be_in_viewport()
    await jump.click()
    await expect(tab.newest).to_be_in_viewport()
    await expect(jump).to_be_hidden()
    await expect(tab.log).to_be_focused()
    await read_above()
    await field.fill("from me")
    await field.press("Enter")
    await tab.sees("from me")
    await expect(tab.newest).to_be_in_viewport()
    await read_above()
    await tab.command("goal own add", kind="A book")
    await tab.sees("added b")
    await expect(tab.newest).to_be_in_viewport()
    await expect(tab.newest).to_contain_text("Ana used /goal own add")


async def test_a_thread_shows_what_it_began_with(place: Place, page: Page) -> None:
    """A bot's panel stands at the thread's start, works there, and changes with the original."""
    tab = await Tab.open(page, place.sandbox, who="Ana")
    await tab.command("panel")
    await tab.sees("Panel 0")
    (panel,) = place.papers.messages
    start(place.papers, "about it", place.ben.account, message=panel)
    await tab.go("about it")
    await tab.sees("Panel 0")
    await tab.press("Count 0")
    await tab.sees("Panel 1")
    allowed = place.papers.permissions_of(panel.author)
    said = {"content": "so it is"}
    place.sandbox.world.post(
        new_message(place.papers, panel.author, said, {}, permissions=allowed, referenced=panel)
    )
    await tab.go("papers")
    await expect(tab.newest).to_contain_text("Answers Sandbox Bot Panel 1")
    code = {"content": "```\nA table\n```"}
    table = new_message(place.papers, panel.author, code, {}, permissions=allowed)
    place.sandbox.world.post(table)
    place.sandbox.world.post(
        new_message(place.papers, panel.author, said, {}, permissions=allowed, referenced=table)
    )
    await expect(tab.newest).to_contain_text("Answers Sandbox Bot A table")
    await tab.go("about it")
    place.sandbox.world.delete_message(panel)
    await tab.sees("The message that this thread began with was deleted.")
    await tab.go("papers")
    await tab.sees("Original message was deleted")


async def test_the_wire_lies_open(place: Place, page: Page) -> None:
    """Requests appear as they are made, can be filtered, and are shown whole with their curl."""
    tab = await Tab.open(page, place.sandbox, who="Ana")
    await page.get_by_role("button", name="Wire").click()
    wire = page.get_by_role("region", name="Wire")
    await tab.command("ping")
    row = wire.get_by_role("button", name="callback").first
    await expect(row).to_be_visible()
    await wire.get_by_role("searchbox").fill("nothing like it")
    await expect(row).to_have_count(0)
    await wire.get_by_role("searchbox").fill("post callback")
    await row.click()
    whole = page.locator(".whole")
    await expect(whole).to_contain_text('"content": "pong"')
    # By the sandbox's clock, where the person is.
    await expect(wire.get_by_role("row").last.get_by_role("time")).to_have_text("Tue 09:00:00")
    await expect(whole.get_by_role("time")).to_have_text("Tue 3 Mar, 09:00:00")
    await expect(whole).to_contain_text("curl -X POST 'http://127.0.0.1")


async def test_the_keyboard_alone_suffices(place: Place, page: Page) -> None:
    """Become somebody, choose a command, fill in an option, press a panel's button: by keys."""
    tab = await Tab.open(page, place.sandbox)
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("link", name="Skip to the message field")).to_be_focused()
    await page.get_by_role("radio", checked=True).focus()
    await page.keyboard.press("ArrowRight")
    await expect(page.locator(".whoami strong")).to_have_text("Ben")
    await page.get_by_label("Message", exact=True).focus()
    await page.keyboard.type("/pan")
    await expect(page.get_by_role("option", name="/panel")).to_have_attribute(
        "aria-selected", "true"
    )
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="Send", exact=True)).to_be_focused()
    await page.keyboard.press("Enter")
    await tab.sees("Panel 0")
    await page.get_by_role("button", name="Count 0").focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="Count 1")).to_be_focused()
