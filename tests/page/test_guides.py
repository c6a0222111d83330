"""The demo's guides, followed to the letter: what a step promises is there."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from bot.cli.beginnings import FIRST_DAY, THURSDAY, WEEK_SIX, Beginning
from bot.cli.demo import Demo, running
from sandbox import SettableClock
from tests.page.tab import Tab

pytestmark = pytest.mark.asyncio(loop_scope="session")


class Reader:
    """Somebody who does what a step of the guide says; what it does not name cannot be done."""

    def __init__(self, tab: Tab) -> None:
        self.tab = tab
        self.page = tab.page
        self.text = ""

    async def read(self, number: int) -> None:
        """Find a step on the page, where a phone has it behind a button."""
        await self._open_drawer("What to try, and members")
        step = self.page.get_by_role("complementary").get_by_role("listitem").nth(number)
        await expect(step).to_be_visible()
        self.text = await step.inner_text()
        await self.page.keyboard.press("Escape")

    def _named(self, words: str) -> str:
        assert words in self.text, f"{words!r} is not in: {self.text}"
        return words

    async def _open_drawer(self, label: str) -> None:
        toggle = self.page.get_by_role("button", name=label)
        if await toggle.is_visible():
            await toggle.click()

    async def be(self, name: str) -> None:
        await self._open_drawer("Channels and people")
        await self.tab.be(self._named(name))
        await self.page.keyboard.press("Escape")

    async def go(self, channel: str) -> None:
        await self._open_drawer("Channels and people")
        self._named(channel if channel == "Syllabot" else f"#{channel}")
        await self.tab.go(channel)

    async def thread(self, name: str) -> None:
        await self._open_drawer("Channels and people")
        await self.tab.go(self._named(name))

    async def command(self, **options: str) -> None:
        """Press the step's command, choose what is suggested for these options, and send it."""
        words = self.text.rpartition("/")[2].strip()
        await self._open_drawer("What to try, and members")
        await self.page.get_by_role("button", name=f"/{words}", exact=True).click()
        typed = self.page.get_by_role("form", name=f"/{words}")
        for name, value in options.items():
            await typed.get_by_role("button", name=self._named(f"+ {name}")).click()
            await typed.get_by_role("combobox", name=name).fill(self._named(value))
            await self.page.get_by_role("option", name=value).first.click()
        await self.page.get_by_role("button", name="Send", exact=True).click()
        await expect(self.page.get_by_label("Message", exact=True)).to_be_visible()

    async def press(self, label: str) -> None:
        await self.tab.press(self._named(label))

    async def turn(self, label: str) -> None:
        await self.tab.turn(self._named(label))

    async def sees(self, text: str) -> None:
        await self.tab.sees(text)

    async def vote(self) -> None:
        """Choose in the ballot that *Vote* gives."""
        await self.press("Vote")
        self._named("choose")
        await expect(self.tab.newest).to_contain_text("Only you")
        await self.tab.newest.get_by_role("button", expanded=False).first.click()
        await self.page.get_by_role("listbox").get_by_role("option").first.click()
        await self.page.get_by_role("button", name="Done").last.click()
        await self.sees("you approve 1 of")

    async def write_card(self, column: str, text: str) -> None:
        await self.press(column)
        self._named("write a card")
        await self.tab.form.get_by_label("Your card").fill(text)
        await self.tab.form.get_by_role("button", name="Submit").click()
        await expect(self.tab.form).to_have_count(0)
        # The answer, which the reader alone sees, has the card's text.
        await self.tab.log.get_by_role("button", name="Dismiss message").last.click()

    async def restart(self) -> None:
        for name in ("Wire", "Restart the bot"):
            await self.page.get_by_role("button", name=self._named(name), exact=True).click()
        await expect(self.page.get_by_role("button", name="Restart the bot")).to_be_enabled()
        await self.page.get_by_role("button", name="Wire", exact=True).click()
        await self.go("papers")
        await self.press("History")
        await expect(self.tab.newest).to_contain_text("Only you")


Do = Callable[[Reader], Awaitable[None]]


@asynccontextmanager
async def prepared(folder: Path, beginning: Beginning) -> AsyncIterator[Demo]:
    """A demo that has begun so, on a clock that stands."""
    async with running(folder, SettableClock(THURSDAY)) as demo:
        await beginning.prepare(demo, None, lambda _doing, _done: None)
        demo.sandbox.page.guide = beginning.guide
        yield demo
        assert demo.sandbox.violations == []


async def follow(page: Page, demo: Demo, width: int, steps: Sequence[Do]) -> None:
    """Read and do every step, in order."""
    await page.set_viewport_size({"width": width, "height": 800})
    reader = Reader(await Tab.open(page, demo.sandbox))
    assert len(demo.sandbox.page.guide) == len(steps)
    for number, step in enumerate(steps):
        await reader.read(number)
        await step(reader)
    # Before its server goes: the page would complain.
    await page.close()


async def _plan(yuki: Reader) -> None:
    await yuki.command()
    await yuki.sees("Theoretical foundations")


async def _milestone(yuki: Reader) -> None:
    await yuki.command()
    await yuki.tab.newest.get_by_role("button", name="Done", exact=True).first.click()
    await yuki.sees("1 of 35")


async def test_the_guide_to_the_first_day_on_a_phone(tmp_path: Path, page: Page) -> None:
    """R2, P3, A7, C7, T2: each step does what it says."""

    async def join(yuki: Reader) -> None:
        await yuki.be("Yuki")
        await yuki.command(zone="Tokyo")
        await yuki.sees("Which path do you take?")
        await yuki.press("Later")
        await yuki.sees("Next message · Tuesday, 3 March 2026 at 08:00")

    async def prompt(yuki: Reader) -> None:
        await yuki.turn("Next thing due")
        await yuki.go("Syllabot")
        await expect(yuki.tab.newest.locator("header")).to_contain_text("Today at 08:00")
        await yuki.press("Done")
        await expect(yuki.tab.log.get_by_role("button", name="Snooze")).to_have_count(0)

    async def vote(yuki: Reader) -> None:
        for _ in range(3):
            await yuki.turn("Next morning")
        await yuki.go("papers")
        await yuki.vote()

    async def share(yuki: Reader) -> None:
        await yuki.command()
        await yuki.press("Share")
        await yuki.sees("Everybody in")
        await expect(yuki.tab.log).not_to_contain_text("Shared by the member")
        await yuki.press("Share it")
        await yuki.go("announcements")
        await yuki.sees("finished Problem sets")

    async def retro(ines: Reader) -> None:
        await ines.be("Ines")
        await ines.command()
        await ines.go("retros")
        await ines.write_card("Worked", "Reading together.")
        await ines.sees("1 card so far")
        await expect(ines.tab.log).not_to_contain_text("Reading together.")

    async def week(ines: Reader) -> None:
        await ines.turn("+1 week")
        await ines.sees("Reading together.")
        await ines.go("papers")
        await ines.sees("The group picked")
        await ines.go("announcements")
        await ines.sees("Wins of the week")

    async with prepared(tmp_path, FIRST_DAY) as demo:
        steps = [join, _plan, _milestone, prompt, vote, share, retro, week, Reader.restart]
        await follow(page, demo, 390, steps)


async def _wins(ines: Reader) -> None:
    await ines.go("announcements")
    await ines.sees("Wins of the week")
    await ines.sees("Mood of support mails")
    await ines.press("Can't come")
    await ines.sees("Who comes · 2")
    await ines.press("Join")
    await ines.sees("Who comes · 3")


async def _axes(yuki: Reader) -> None:
    await yuki.be("Yuki")
    await yuki.command()
    await yuki.sees("Domain depth")
    await expect(yuki.tab.newest.get_by_role("img")).to_be_visible()


async def _project(yuki: Reader) -> None:
    await yuki.command()
    await yuki.press("Open")
    await yuki.sees("Case study")


async def test_the_guide_to_week_six(tmp_path: Path, page: Page) -> None:
    """Six weeks have begun: what the guide shows of them is there, after a restart too."""

    async def standing(ines: Reader) -> None:
        await ines.command()
        await ines.sees("3 of 35 milestones done")
        await ines.sees("planned for")

    async def partners(ines: Reader) -> None:
        await ines.thread("Study partners")
        await ines.sees("Topics of you all: transformers.")
        await ines.press("Our pair")
        await ines.sees("Your mentee: @Yuki")
        await expect(ines.tab.newest).to_contain_text("Only you")

    async def next_up(maya: Reader) -> None:
        await maya.be("Maya")
        await maya.command()
        await maya.sees("Only you")

    async def vote(maya: Reader) -> None:
        await maya.go("papers")
        await expect(maya.tab.log.get_by_text("The group picked")).to_have_count(10)
        await maya.vote()

    async def card(maya: Reader) -> None:
        await maya.go("retros")
        await maya.write_card("Adjust", "More time for the proofs.")
        await expect(maya.tab.log).not_to_contain_text("proofs")

    async def close(ines: Reader) -> None:
        await ines.be("Ines")
        await ines.command()
        await ines.press("Close and reveal")
        await ines.go("retros")
        await ines.sees("More time for the proofs.")
        await ines.sees("Split long milestones into steps")

    async def picture(ines: Reader) -> None:
        await ines.command()
        await ines.press("Planned and real")
        await expect(ines.tab.newest.get_by_role("img")).to_be_visible()

    async def result(yuki: Reader) -> None:
        for _ in range(2):
            await yuki.turn("Next morning")
        await yuki.go("papers")
        await yuki.sees("3 ballots")

    async with prepared(tmp_path, WEEK_SIX) as demo:
        weeks = demo.clock.now().isocalendar().week - THURSDAY.isocalendar().week
        assert (weeks, f"{demo.clock.now():%A}") == (6, "Thursday")
        await demo.restart_bot()
        first = [_wins, standing, partners, next_up, vote, card, close, picture]
        steps = [*first, _axes, _project, result, Reader.restart]
        await follow(page, demo, 1280, steps)
