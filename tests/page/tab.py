"""One tab of a browser, and what a person does in it: by what they read, never by our own names."""

from __future__ import annotations

import re

from playwright.async_api import Locator, Page, expect

from sandbox import Sandbox


class Tab:
    """A visitor's tab on a sandbox's page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @classmethod
    async def open(cls, page: Page, sandbox: Sandbox, *, who: str = "") -> Tab:
        """Open the sandbox's page, and be ``who``."""
        await page.goto(sandbox.url)
        tab = cls(page)
        await expect(tab.log).to_contain_text("beginning of")
        if who:
            await tab.be(who)
        return tab

    @property
    def log(self) -> Locator:
        """The messages."""
        return self.page.get_by_role("log")

    @property
    def newest(self) -> Locator:
        """The newest message."""
        return self.log.locator("article").last

    @property
    def form(self) -> Locator:
        """The form that is open."""
        return self.page.get_by_role("dialog")

    async def front(self) -> None:
        """Look at this tab: browsers slow the others down."""
        await self.page.bring_to_front()

    async def be(self, who: str) -> None:
        """Become somebody else."""
        await self.page.get_by_role("radio", name=re.compile(f"^{who},")).click()
        await expect(self.page.locator(".whoami strong")).to_have_text(who)

    async def go(self, channel: str) -> None:
        """Open a channel, or a direct conversation."""
        places = self.page.get_by_role("navigation")
        await places.get_by_role("button", name=channel).first.click()
        await expect(self.page.get_by_role("heading", level=1)).to_contain_text(channel)

    async def type_command(self, command: str, **options: str) -> None:
        """Type a slash command with its options, without sending it."""
        field = self.page.get_by_label("Message", exact=True)
        await field.fill(f"/{command} ")
        typed = self.page.get_by_role("form", name=f"/{command}")
        await expect(typed).to_be_visible()
        for name, value in options.items():
            more = typed.get_by_role("button", name=f"+ {name}")
            if await more.count():
                await more.click()
            await typed.get_by_label(re.compile(rf"^{name}\b")).fill(value)

    async def command(self, command: str, **options: str) -> None:
        """Use a slash command; options are taken as they are typed."""
        await self.type_command(command, **options)
        await self.page.get_by_role("button", name="Send", exact=True).click()
        await expect(self.page.get_by_label("Message", exact=True)).to_be_visible()

    async def press(self, label: str) -> None:
        """Press a button of the newest message that has one of that name."""
        await self.log.get_by_role("button", name=label, exact=True).last.click()

    async def turn(self, label: str) -> None:
        """Turn the clock, and wait until it has arrived."""
        turns = self.page.get_by_role("group", name="Turn the clock")
        # The server answers an order to turn when the clock is there.
        async with self.page.expect_response("**/page/clock/*", timeout=60_000):
            await turns.get_by_role("button", name=label).click()
        await expect(turns.get_by_role("button", name=label)).to_be_visible()

    async def sees(self, text: str) -> None:
        """Wait until the messages hold a text."""
        await expect(self.log).to_contain_text(text)
