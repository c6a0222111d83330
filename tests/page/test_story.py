"""The story of issue 3: a study group in the browser, with the real bot."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import BrowserContext, Page, expect

from bot.cli.demo import Demo, running
from sandbox import SettableClock
from tests.page.tab import Tab

pytestmark = pytest.mark.asyncio(loop_scope="session")

# A Tuesday noon: the shortlist opens on Wednesday, the prompt of Yuki's morning comes at 23:00.
START = datetime(2026, 3, 3, 12, tzinfo=UTC)


@pytest_asyncio.fixture(loop_scope="session")
async def demo(tmp_path: Path) -> AsyncIterator[Demo]:
    """The demo as ``syllabot demo`` sets it up, on a clock that stands."""
    async with running(tmp_path, SettableClock(START)) as made:
        await made.set_up(None)
        yield made
        assert made.sandbox.violations == []


async def test_two_members_join_do_vote_and_are_prompted(
    demo: Demo, page: Page, context: BrowserContext
) -> None:
    """R2, R3, R4, P3, T2, A7 by hand: join, milestone, card, ballots, the next morning's prompt."""
    yuki = await Tab.open(page, demo.sandbox, who="Yuki")
    await yuki.type_command("join", zone="toky")
    await page.get_by_role("option", name="Tokyo").click()
    await page.get_by_role("button", name="Send", exact=True).click()
    await yuki.sees("Asia/Tokyo")
    await yuki.command("milestone list")
    await yuki.press("Done")
    await yuki.sees("1 of 35")

    maya = await Tab.open(await context.new_page(), demo.sandbox, who="Maya")
    await maya.command("join", zone="America/New_York")
    await maya.sees("America/New_York")
    await expect(maya.log).not_to_contain_text("Tokyo")

    await yuki.front()
    await _prompt_is_answered(yuki)
    await _card_is_written(yuki, maya)
    await _paper_is_voted_for(yuki, maya)


async def _prompt_is_answered(yuki: Tab) -> None:
    await yuki.turn("Next morning")
    await yuki.go("Syllabot")
    await expect(yuki.newest.get_by_role("heading")).to_have_text("Syllabot")
    await expect(yuki.newest.locator("header")).to_contain_text("Today at 08:00")
    await yuki.press("Done")
    await yuki.sees("Done")
    await expect(yuki.log.get_by_role("button", name="Snooze")).to_have_count(0)


async def _card_is_written(yuki: Tab, maya: Tab) -> None:
    await maya.front()
    await maya.be("Ines")
    await maya.command("retro open")
    await maya.be("Maya")
    await yuki.front()
    await yuki.go("retros")
    await yuki.press("Worked")
    await yuki.form.get_by_label("Your card").fill("Reading <b>together</b> @everyone")
    await yuki.form.get_by_role("button", name="Submit").click()
    await expect(yuki.form).to_have_count(0)
    await maya.front()
    await maya.go("retros")
    await expect(maya.log).to_contain_text("1 card")
    await expect(maya.log).not_to_contain_text("Reading")


async def _paper_is_voted_for(yuki: Tab, maya: Tab) -> None:
    """Totals show to nobody before the close, and to everybody after it."""
    await maya.turn("+1 week")
    titles = []
    for voter in (maya, yuki):
        await voter.front()
        await voter.go("papers")
        await voter.press("Vote")
        await expect(voter.newest).to_contain_text("Only you")
        await voter.newest.get_by_role("button", expanded=False).first.click()
        options = voter.page.get_by_role("listbox").get_by_role("option")
        titles.append(await options.first.inner_text())
        await options.first.click()
        await voter.page.get_by_role("button", name="Done").last.click()
        await voter.sees("Your ballot")
    assert titles[0] == titles[1]
    await expect(yuki.log).not_to_contain_text("● 2 ·")
    await yuki.turn("+1 week")
    await yuki.sees("● 2 ·")
    await _paper_is_nominated_from_a_message(yuki)


async def _paper_is_nominated_from_a_message(yuki: Tab) -> None:
    """U16: a message offers what can be done with it; a shortlist names several papers."""
    shortlist = yuki.log.locator("article").filter(has_text="This week's papers").first
    await shortlist.hover()
    await shortlist.get_by_role("button", name="Nominate paper").click()
    await yuki.sees("Which one?")
    await expect(yuki.newest).to_contain_text("Yuki used Nominate paper")


async def test_the_bot_is_restarted_in_the_middle(demo: Demo, page: Page) -> None:
    """A press while the bot is gone fails kindly; what was shown before works with the new one."""
    tab = await Tab.open(page, demo.sandbox, who="Yuki")
    await tab.command("join")
    await tab.sees("where you are?")
    demo.sandbox.interactions.answer_within = 0.3
    await demo.stop_bot()
    await expect(tab.log.get_by_role("button", name="Choose my city")).to_be_enabled()
    await tab.press("Choose my city")
    await tab.sees("This interaction failed.")
    demo.sandbox.interactions.answer_within = 3.0
    await page.get_by_role("button", name="Wire").click()
    await page.get_by_role("button", name="Restart the bot").click()
    await expect(page.get_by_role("button", name="Restart the bot")).to_be_enabled()
    await tab.press("Choose my city")
    await expect(tab.form).to_be_visible()


async def test_closed_doors_leak_nothing(demo: Demo, page: Page) -> None:
    """R8, U11: Rafael takes no direct messages; his prompt waits in /today, seen by him alone."""
    tab = await Tab.open(page, demo.sandbox, who="Rafael")
    await expect(page.get_by_label("Takes direct messages")).not_to_be_checked()
    await tab.command("join", zone="America/Sao_Paulo")
    await tab.turn("Next morning")
    await expect(page.get_by_role("navigation")).to_contain_text("None yet")
    await tab.command("today")
    await tab.sees("Only you can see this")
    await expect(tab.newest).to_contain_text("direct messages")
    await tab.be("Maya")
    await expect(tab.log.locator("article")).to_have_count(0)
