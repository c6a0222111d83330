"""The page in a real browser: first paint, and from the bot's request until a message is shown."""

from __future__ import annotations

import asyncio
import statistics
import time
from dataclasses import dataclass

import aiohttp
from playwright.async_api import Browser, Page, async_playwright

from sandbox import Sandbox
from sandbox.types import Json
from sandbox.world.composing.compose import new_message
from sandbox.world.model import Channel
from tests.page.conftest import FLAGS, find_browser

MESSAGES = 2_000
LOADS = 7
SENT = 50
PAINT_BOUND = 1.0
SHOWN_BOUND = 0.1
# The API takes 50 messages a second.
_GAP = 1 / 40

# Runs before the page's own scripts. What is in the document is painted with the next frame; the
# frame after that one knows that it was. Promises, since the page's policy forbids to evaluate
# texts, which Playwright's waiting does.
_WATCH = """
  const seen = new Map();
  const waiting = new Map();
  const settled = () => {
    const pair = {};
    pair.promise = new Promise((resolve) => { pair.resolve = resolve; });
    return pair;
  };
  const first = settled();
  const newest = settled();
  const painted = ({ resolve }) => requestAnimationFrame(() => requestAnimationFrame(() =>
    resolve(performance.now())));
  const note = (id, at) => {
    if (seen.has(id)) return;
    seen.set(id, at);
    waiting.get(id)?.resolve(at);
  };
  const isVisible = (element, log) => {
    const [inner, outer] = [element.getBoundingClientRect(), log.getBoundingClientRect()];
    return inner.bottom > outer.top && inner.top < outer.bottom;
  };
  new MutationObserver((changes) => {
    const at = performance.timeOrigin + performance.now();
    for (const { addedNodes } of changes) {
      for (const { dataset } of addedNodes) if (dataset?.id) note(dataset.id, at);
    }
    const last = document.querySelector(`#log [data-id="NEWEST"]`);
    if (seen.size > 0) painted(first);
    if (last && isVisible(last, document.querySelector("#log"))) painted(newest);
  }).observe(document, { childList: true, subtree: true });
  window.paints = Promise.all([first.promise, newest.promise]);
  window.whenSeen = (id) => {
    if (!waiting.has(id)) waiting.set(id, settled());
    return seen.get(id) ?? waiting.get(id).promise;
  };
"""


@dataclass
class Scene:
    """A sandbox with one channel, its bot's session, and a browser."""

    sandbox: Sandbox
    channel: Channel
    session: aiohttp.ClientSession
    browser: Browser

    async def post(self, body: Json) -> tuple[str, float]:
        """Let the bot send a message: its id, and when the request was sent, in seconds."""
        address = f"{self.sandbox.api_url}/channels/{self.channel.id}/messages"
        sent = time.time()
        async with self.session.post(address, json=body) as answer:
            told = await answer.json()
            assert answer.status == 200, told
            return told["id"], sent

    def fill(self) -> None:
        """Let the channel have all its messages, without the wait that the API's limits mean."""
        bot = self.sandbox.world.application.bot_user
        allowed = self.channel.permissions_of(bot)
        for number in range(len(self.channel.messages), MESSAGES):
            made = new_message(self.channel, bot, message(number), {}, permissions=allowed)
            self.sandbox.world.post(made)

    async def open(self) -> Page:
        """A page on the channel in a context of its own, as at a first visit."""
        context = await self.browser.new_context(viewport={"width": 1280, "height": 800})
        page = await context.new_page()
        newest = self.channel.last_message_id
        await page.add_init_script(f"{{{_WATCH.replace('NEWEST', str(newest))}}}")
        await page.goto(self.sandbox.url, wait_until="commit")
        await page.evaluate("window.paints")
        return page


def panel(number: int) -> Json:
    """A Components V2 message as bots send them: sections with buttons, texts, a row, a select."""
    rows: list[Json] = [
        {
            "type": 9,
            "components": [
                {"type": 10, "content": f"○ **Step {row} of {number}** · due <t:1772438400:D>"}
            ],
            "accessory": {"type": 2, "style": 2, "label": "Done", "custom_id": f"d:{number}:{row}"},
        }
        for row in range(4)
    ]
    options = [{"label": f"Week {week}", "value": str(week)} for week in range(8)]
    return {
        "flags": 1 << 15,
        "components": [
            {
                "type": 17,
                "accent_color": 0x3B82F6,
                "components": [
                    {"type": 10, "content": f"**Panel {number}**\n▰▰▰▱▱▱▱▱▱▱ 30 %"},
                    {"type": 14},
                    *rows,
                    {
                        "type": 1,
                        "components": [{"type": 3, "custom_id": f"w:{number}", "options": options}],
                    },
                    {
                        "type": 1,
                        "components": [
                            {"type": 2, "style": 1, "label": "Next", "custom_id": f"n:{number}"},
                            {"type": 2, "style": 5, "label": "Read", "url": "https://example.org"},
                        ],
                    },
                    {"type": 10, "content": "-# Only counts, never names."},
                ],
            }
        ],
    }


def message(number: int) -> Json:
    """Every other message is a panel, the others are text."""
    if number % 2:
        return panel(number)
    return {
        "content": f"Message {number}: *some* words, a `name`, and https://example.org/{number}"
    }


async def _first_paints(scene: Scene) -> None:
    first: list[float] = []
    newest: list[float] = []
    for _ in range(LOADS):
        page = await scene.open()
        for samples, at in zip((first, newest), await page.evaluate("window.paints"), strict=True):
            samples.append(at / 1e3)
        await page.context.close()
    for what, samples in (("first message painted", first), ("newest message visible", newest)):
        _print(f"{MESSAGES:,} messages, {what}", samples, PAINT_BOUND)


async def _shown(scene: Scene, where: str, *, wire: bool = False) -> None:
    page = await scene.open()
    if wire:
        await page.get_by_role("button", name="Wire").click()
        await page.wait_for_selector("#wire tbody tr")
    late = []
    for number in range(SENT):
        key, sent = await scene.post(message(number))
        late.append(await page.evaluate("(key) => window.whenSeen(key)", key) / 1e3 - sent)
        await asyncio.sleep(_GAP - late[-1])
    await page.context.close()
    _print(f"request to shown, {where}{', wire view open' if wire else ''}", late, SHOWN_BOUND)


def _print(what: str, samples: list[float], bound: float) -> None:
    print(
        f"  {what}: median {statistics.median(samples) * 1e3:.0f} ms, "
        f"worst of {len(samples)} {max(samples) * 1e3:.0f} ms, bound {bound * 1e3:.0f} ms",
        flush=True,
    )


async def _measure(browser: Browser) -> None:
    async with Sandbox() as sandbox:
        sandbox.limiter.relax()
        guild = sandbox.world.create_guild("Bench")
        channel = guild.create_text_channel("general")
        for number in range(5):
            sandbox.user(f"Member {number}").join(guild)
        headers = {"Authorization": f"Bot {sandbox.world.application.token}"}
        async with aiohttp.ClientSession(headers=headers) as session:
            scene = Scene(sandbox, channel, session, browser)
            await scene.post(message(0))
            await _shown(scene, "a few messages")
            await _shown(scene, "a few messages", wire=True)
            scene.fill()
            await _first_paints(scene)
            await _shown(scene, f"{MESSAGES:,} messages")
            await _shown(scene, f"{MESSAGES:,} messages", wire=True)


async def measure() -> None:
    """Print the times of first paint and of a bot's message, beside their bounds."""
    path = find_browser()
    if path is None:
        print("  no browser: install chromium, or name one in TEST_BROWSER")
        return
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        await _measure(browser)
        await browser.close()
