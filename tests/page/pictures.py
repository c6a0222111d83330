"""``python -m tests.page.pictures``: the README's pictures of the page, from the real demo.

Needs a font with emoji, such as Noto Color Emoji, beside the browser.
"""

from __future__ import annotations

import asyncio
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, async_playwright

from bot.cli.beginnings import FIRST_DAY, THURSDAY
from bot.cli.demo import Demo, running
from sandbox import SettableClock
from tests.page.conftest import FLAGS, find_browser
from tests.page.tab import Tab

DOCS = Path(__file__).parents[2] / "docs"


async def main() -> None:
    """Play a few days of the demo and take the pictures, light and dark, wide and narrow."""
    path = find_browser()
    assert path is not None, "the pictures need a browser"
    with tempfile.TemporaryDirectory() as folder:
        async with (
            running(Path(folder), SettableClock(THURSDAY)) as demo,
            async_playwright() as playwright,
        ):
            await FIRST_DAY.prepare(demo, None, lambda _doing, _done: None)
            browser = await playwright.chromium.launch(executable_path=path, args=list(FLAGS))
            await _play(demo, browser)
            for theme in ("light", "dark"):
                await _wide(demo, browser, theme)
                await _narrow(demo, browser, theme)
            await browser.close()


async def _play(demo: Demo, browser: Browser) -> None:
    tab = await Tab.open(await browser.new_page(locale="en-GB"), demo.sandbox)
    for name in ("Yuki", "Maya", "Arjun"):
        await tab.be(name)
        await tab.command("join", zone=tab_zone(demo, name))
        await tab.sees("You are in")
    await tab.be("Maya")
    await tab.command("milestone due", milestone="theory-problem-sets", date="2026-03-06")
    await tab.sees("for you alone")
    await demo.clock.move_to(datetime(2026, 3, 4, 9, 0, tzinfo=UTC))
    await tab.page.close()


def tab_zone(demo: Demo, name: str) -> str:
    """Where somebody lives."""
    users = demo.sandbox.world.users.values()
    return next(user.zone for user in users if user.display_name == name)


async def _wide(demo: Demo, browser: Browser, theme: Any) -> None:
    page = await browser.new_page(
        color_scheme=theme, locale="en-GB", viewport={"width": 1280, "height": 760}
    )
    tab = await Tab.open(page, demo.sandbox, who="Yuki")
    await tab.go("papers")
    await page.mouse.move(0, 0)
    await page.wait_for_timeout(300)
    await page.screenshot(path=DOCS / f"page-{theme}.png")
    await page.close()


async def _narrow(demo: Demo, browser: Browser, theme: Any) -> None:
    page = await browser.new_page(
        color_scheme=theme, locale="en-GB", viewport={"width": 390, "height": 760}
    )
    tab = await Tab.open(page, demo.sandbox)
    await page.get_by_role("button", name="Channels and people").click()
    await tab.be("Maya")
    await page.get_by_role("button", name="Channels and people").click()
    await tab.go("Syllabot")
    await page.mouse.move(0, 0)
    await page.wait_for_timeout(300)
    await page.screenshot(path=DOCS / f"page-narrow-{theme}.png")
    await page.close()


if __name__ == "__main__":
    asyncio.run(main())
