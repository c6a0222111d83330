"""The first screen, on which a visitor chooses how the world begins."""

from __future__ import annotations

import asyncio

import pytest
from playwright.async_api import Page, expect

from sandbox import Sandbox
from sandbox.page import Choice, Opening
from sandbox.page import Page as Extras

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.mark.parametrize("width", [390, 1280])
async def test_a_beginning_is_chosen_and_watched_until_the_world_is_there(
    page: Page, width: int
) -> None:
    chosen: asyncio.Queue[int] = asyncio.Queue()
    opening = Opening([Choice("One", "Empty."), Choice("Two", "Full.")], chosen.put_nowait)
    async with Sandbox() as sandbox:
        sandbox.page = Extras("Owls", opening=opening)
        await page.set_viewport_size({"width": width, "height": 700})
        await page.goto(sandbox.url)
        await expect(page.get_by_role("heading", level=1)).to_have_text("Owls")
        await expect(page.get_by_role("listitem")).to_have_count(2)
        wide = "document.documentElement.scrollWidth <= innerWidth"
        assert await page.evaluate(wide)
        await page.get_by_role("button", name="Begin with Two").click()
        assert await chosen.get() == 1
        opening.doing, opening.done = "Week 3 of 6", 0.5
        await expect(page.get_by_role("status")).to_have_text("Week 3 of 6 …")
        await expect(page.get_by_role("progressbar")).to_have_attribute("value", "0.5")
        await expect(page.get_by_role("button")).to_have_count(0)
        sandbox.world.create_guild("Night owls", owner=sandbox.user("Ana").account)
        sandbox.page.opening = None
        await expect(page.get_by_role("heading", level=1)).to_have_text("No channel")
        # Before its server goes: the page would complain.
        await page.close()
