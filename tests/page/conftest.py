"""A browser for the tests of the page: Chromium, driven by Playwright.

One browser serves all tests of a process; ``page`` is a fresh page in a context of its own. A test
fails when its page logged an error, threw, or asked any other place than the server it began with.
Without a browser these tests are skipped; ``TEST_BROWSER`` names one that is not on the path.
The browser lives on the session's event loop, so modules of such tests say
``pytestmark = pytest.mark.asyncio(loop_scope="session")``.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
import pytest_asyncio
from aiohttp import web
from playwright.async_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    ViewportSize,
    WebError,
    async_playwright,
    expect,
)
from yarl import URL

from tests.page.static_server import make_app

# Long enough for a machine that is busy with other things too; what is there is never waited for.
_PATIENCE_MS = 15_000
expect.set_options(timeout=_PATIENCE_MS)

# The first is the same browser without a screen; it starts and draws faster.
_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A test's second tab must not slow its first one down.
    "--disable-renderer-backgrounding",
    "--disable-backgrounding-occluded-windows",
    "--disable-background-timer-throttling",
)

_SIZE: ViewportSize = {"width": 1000, "height": 800}


@dataclass
class Watch:
    """What went wrong in a page, and where it asked."""

    errors: list[str] = field(default_factory=list)
    origins: set[str] = field(default_factory=set)
    expected: list[str] = field(default_factory=list)

    def expect(self, text: str) -> None:
        """Take errors that contain ``text`` as part of this test's story."""
        self.expected.append(text)

    def clear(self) -> None:
        """Forget what was seen."""
        for seen in (self.errors, self.origins, self.expected):
            seen.clear()

    def on(self, context: BrowserContext) -> None:
        """Watch every page of a context."""
        context.on("console", self._console)
        context.on("weberror", self._threw)
        context.on("request", self._asked)

    def check(self) -> None:
        """Fail for what should not have been."""
        problems = [
            error for error in self.errors if not any(text in error for text in self.expected)
        ]
        assert not problems, f"the page complained: {problems}"
        assert len(self.origins) <= 1, f"the page asked elsewhere too: {sorted(self.origins)}"

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(f"{message.text} ({message.location.get('url')})")

    def _threw(self, error: WebError) -> None:
        self.errors.append(str(error.error))

    def _asked(self, request: Request) -> None:
        url = URL(request.url)
        if url.scheme not in ("blob", "data"):
            self.origins.add(f"{url.scheme}://{url.authority}")


async def _new_context(browser: Browser) -> BrowserContext:
    context = await browser.new_context(locale="en-GB", viewport=_SIZE)
    context.set_default_timeout(5_000)
    return context


def find_browser() -> str | None:
    """The path of a Chromium, or None."""
    named = os.environ.get("TEST_BROWSER")
    if named:
        return shutil.which(named)
    return next(filter(None, map(shutil.which, _NAMES)), None)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """A Chromium, or a skip where none is installed."""
    path = find_browser()
    if path is None:
        pytest.skip(
            "no browser: install chromium, or name one in TEST_BROWSER "
            f"(looked for {', '.join(_NAMES)})"
        )
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield launched
        await launched.close()


@pytest.fixture
def watch() -> Watch:
    """What the page did wrong so far; a test may say what it expects."""
    return Watch()


@pytest_asyncio.fixture(loop_scope="session")
async def context(browser: Browser, watch: Watch) -> AsyncIterator[BrowserContext]:
    """A browser context of the test's own, for one or several pages, checked at its end."""
    made = await _new_context(browser)
    watch.on(made)
    yield made
    await made.close()
    watch.check()


@pytest_asyncio.fixture(loop_scope="session")
async def page(context: BrowserContext) -> Page:
    """An empty page."""
    return await context.new_page()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def static_site() -> AsyncIterator[str]:
    """The address of a server that has the page's files alone."""
    runner = web.AppRunner(make_app(), access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    yield f"http://{host}:{port}"
    await runner.cleanup()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def harness_page(browser: Browser) -> AsyncIterator[tuple[Page, Watch]]:
    """The page behind ``harness``, which keeps the files of its server for the next test."""
    context = await _new_context(browser)
    watch = Watch()
    watch.on(context)
    yield await context.new_page(), watch
    await context.close()


@pytest_asyncio.fixture(loop_scope="session")
async def harness(harness_page: tuple[Page, Watch], static_site: str) -> AsyncIterator[Page]:
    """The renderers as globals of a page that was just loaded; see ``static_server.py``."""
    page, watch = harness_page
    watch.clear()
    await page.set_viewport_size(_SIZE)
    await page.emulate_media(color_scheme="light")
    await page.goto(static_site)
    yield page
    watch.check()
