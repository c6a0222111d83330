"""How the page looks and to whom it is open: widths, themes, assistive tools, hostile texts."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import pytest_asyncio
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect

from sandbox import Sandbox, SettableClock
from sandbox.page import Due, Step
from sandbox.page import Page as Extras
from sandbox.world.composing.compose import new_message
from sandbox.world.composing.uploads import Upload
from sandbox.world.model import Channel, Message
from sandbox.world.threads import start
from sandbox.world.world import World
from tests.page.tab import Tab

pytestmark = pytest.mark.asyncio(loop_scope="session")

START = datetime(2026, 3, 3, 12, tzinfo=UTC)
HOSTILE = '<img src=x onerror="alert(1)"><script>alert(2)</script>\'&lt;b&gt; @everyone'
PICTURE = (
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\x06\0\0\0\x1f\x15\xc4\x89"
    b"\0\0\0\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\0\x05\0\x01\xff\x89\x99=\x1d\0\0\0\0IEND\xaeB`\x82"
)

# Of the hints in empty fields, which axe does not look at.
CONTRASTS = """(fields) => fields.map((field) => {
  const pen = Object.assign(document.createElement("canvas"), { width: 1, height: 1 })
    .getContext("2d", { willReadFrequently: true });
  const luminance = (color) => {
    pen.fillStyle = color;
    pen.fillRect(0, 0, 1, 1);
    const [red, green, blue] = [...pen.getImageData(0, 0, 1, 1).data].map((each) => {
      const part = each / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [darker, lighter] = [getComputedStyle(field, "::placeholder").color,
    getComputedStyle(field).backgroundColor].map(luminance).toSorted((one, other) => one - other);
  return (lighter + 0.05) / (darker + 0.05);
})"""


def _panel(text: str) -> dict[str, Any]:
    button = {"type": 2, "style": 1, "label": text[:80], "custom_id": "press"}
    options = [{"label": text[:100], "value": "1", "description": text[:100]}]
    section = {"type": 9, "components": [{"type": 10, "content": text}], "accessory": button}
    menu = {"type": 3, "custom_id": "menu", "placeholder": text[:150], "options": options}
    rows = [section, {"type": 14}, {"type": 1, "components": [menu]}]
    return {"flags": 1 << 15, "components": [{"type": 17, "accent_color": 255, "components": rows}]}


def _post(
    world: World, channel: Channel, body: dict[str, Any], files: dict[str, Upload] | None = None
) -> Message:
    author = world.application.bot_user
    allowed = channel.permissions_of(author)
    return world.post(new_message(channel, author, body, files or {}, permissions=allowed))


@pytest_asyncio.fixture(loop_scope="session")
async def sandbox() -> AsyncIterator[Sandbox]:
    """A sandbox whose every text is hostile: names, messages, file names, panels, polls."""
    async with Sandbox(clock=SettableClock(START)) as running:
        ana = running.user("Ana", zone="America/Sao_Paulo")
        eve = running.user(f"Eve {HOSTILE}", zone="Asia/Kolkata")
        guild = running.world.create_guild(f"Owls {HOSTILE}", owner=ana.account)
        role = guild.create_role(f"Role {HOSTILE}", color=0x2ECC71, hoist=True)
        eve.join(guild, roles=[role], nick=f"Nick {HOSTILE}")
        channel = guild.create_text_channel(f"papers {HOSTILE}", topic=HOSTILE)
        said = running.world.say(channel, eve.account, f"{HOSTILE} <@{eve.id}> javascript:alert(3)")
        start(channel, f"Thread {HOSTILE}"[:100], eve.account, message=said)
        _post(
            running.world,
            channel,
            {"content": "[press](javascript:alert(4)) ||hidden|| `code` **bold**"},
        )
        _post(running.world, channel, _panel(HOSTILE))
        embed = {"title": HOSTILE, "description": HOSTILE, "image": {"url": "https://x.test/a.png"}}
        field = {"name": HOSTILE, "value": HOSTILE}
        _post(
            running.world,
            channel,
            {"embeds": [{**embed, "fields": [field], "footer": {"text": HOSTILE}}]},
        )
        files = {"0": Upload(f"{HOSTILE}.png", PICTURE), "1": Upload("page.html", b"<script>1")}
        _post(running.world, channel, {"content": "files"}, files)
        answers = [{"poll_media": {"text": HOSTILE[:55]}}, {"poll_media": {"text": "no"}}]
        _post(running.world, channel, {"poll": {"question": {"text": HOSTILE}, "answers": answers}})
        _post(running.world, ana.dm, {"content": HOSTILE})

        async def agenda() -> list[Due]:
            return [Due(START + timedelta(hours=4), f"Prompt {HOSTILE}", eve.id)]

        running.page = Extras(title=HOSTILE, guide=[Step(HOSTILE, "nothing")], agenda=agenda)
        yield running


async def test_hostile_texts_stay_texts(sandbox: Sandbox, page: Page) -> None:
    """M6: no name, message, file name or panel becomes markup, a script or a request."""
    await page.add_init_script("window.alert = (text) => { window.alarmed = text; }")
    tab = await Tab.open(page, sandbox)
    await expect(tab.log.locator("article")).to_have_count(7)
    await expect(page.locator("summary")).to_contain_text("Prompt <img src=x")
    assert await page.evaluate("window.alarmed") is None
    assert await page.locator("img[onerror], img[src='x'], [href^='javascript']").count() == 0
    scripts = await page.locator("script").evaluate_all("all => all.map((each) => each.src)")
    assert [re.sub(r".*/", "", script) for script in scripts] == ["main.js"]
    await page.get_by_role("button", name="Wire").click()
    await tab.go("Sandbox Bot")
    await expect(tab.newest).to_contain_text(HOSTILE[:30])
    assert await page.evaluate("window.alarmed") is None


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_it_fits_and_is_accessible(sandbox: Sandbox, page: Page, theme: Any) -> None:
    """Nothing is cut off at 360 or 1600 px, and axe finds nothing serious in either theme."""
    await page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    await page.set_viewport_size({"width": 1600, "height": 900})
    await page.goto(sandbox.url)
    await expect(page.get_by_role("log").locator("article")).to_have_count(7)
    await page.get_by_label("Message", exact=True).fill("/")
    await page.get_by_role("button", name="Wire").click()
    await _fits(page, 1600)
    found = await _serious(page)
    hints = await page.locator("[placeholder]").evaluate_all(CONTRASTS)
    assert len(hints) == 2, "the filter of the wire, and the field for messages"
    assert min(hints) >= 4.5
    await page.get_by_role("button", name="Wire").click()
    await page.get_by_label("Message", exact=True).fill("")
    await page.set_viewport_size({"width": 360, "height": 740})
    await _fits(page, 360)
    await page.get_by_role("button", name="Channels and people").click()
    found += await _serious(page)
    assert found == []


async def _fits(page: Page, width: int) -> None:
    """No sideways scrolling, and the newest message at the end of the log."""
    frame = (
        "() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))"
    )
    await page.evaluate(frame)
    assert await page.evaluate("document.documentElement.scrollWidth") <= width
    log = page.get_by_role("log")
    assert await log.evaluate("(log) => log.scrollWidth <= log.clientWidth")
    left = "(log) => log.scrollHeight - log.scrollTop - log.clientHeight <= 1"
    assert await log.evaluate(left)


async def _serious(page: Page) -> list[str]:
    results = await Axe().run(page)
    return [
        f"{violation['id']}: {node['html']} {node['failureSummary']}"
        for violation in results.response["violations"]
        if violation["impact"] in ("serious", "critical")
        for node in violation["nodes"]
    ]
