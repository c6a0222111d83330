"""``syllabot demo``: let a visitor choose a beginning, prepare it, and serve it until the end."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
import webbrowser
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import click

from bot.cli.beginnings import BEGINNINGS, FIRST_DAY, THURSDAY, Beginning
from bot.cli.demo import DATABASE, Demo, serving
from sandbox import RunningClock
from sandbox.page import Choice, Opening
from sandbox.persistence import folder_lock, hosting, keeping

_BEGINNING: Final = "beginning.txt"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a visitor said on the command line.

    ``beginning`` is a name, or None to be asked; ``plan`` the text of a plan file; ``opens`` a
    browser, if there is one.
    """

    beginning: str | None = None
    plan: str | None = None
    fresh: bool = False
    opens: bool = True


async def play(folder: Path, wishes: Wishes, stop: asyncio.Event) -> None:
    """Serve the demo on ``folder`` until ``stop`` is set.

    Raises KeptWorldError for a world that cannot be read, FolderInUseError where another demo has
    the folder, and OSError when the world cannot be kept.
    """
    # On loopback an answer can overtake the library's own note of the question; it then warns.
    logging.getLogger("discord.gateway").setLevel(logging.ERROR)
    with folder_lock.held(folder):
        if wishes.fresh:
            _clear(folder)
        kept = keeping.load(folder)
        if kept is None:
            # What a start that was broken off has left.
            _clear(folder)
        new = THURSDAY if wishes.plan is None else None
        clock = RunningClock(kept.instant if kept else new)
        async with serving(folder, clock, kept, port=hosting.free_port()) as demo:
            if kept is not None:
                await _go_on(demo, folder, wishes)
            elif not await _begin(demo, clock, folder, wishes, stop):
                return
            await hosting.keep_until(stop, demo.sandbox, folder)


async def _go_on(demo: Demo, folder: Path, wishes: Wishes) -> None:
    demo.sandbox.page.guide = _kept_beginning(folder).guide
    if wishes.beginning or wishes.plan:
        click.echo(f"{folder} has a world already: --beginning and --plan count for a new one.")
    await demo.start_bot()
    _show_address(demo, wishes)


async def _begin(
    demo: Demo, clock: RunningClock, folder: Path, wishes: Wishes, stop: asyncio.Event
) -> bool:
    """Prepare the beginning that was wished for, or is chosen on the page; False if stopped."""
    clock.stand()
    beginning = _named(wishes.beginning or (FIRST_DAY.name if wishes.plan else ""))
    opening = None
    if beginning is None:
        opening = await _chosen(demo, wishes, stop)
        if opening.chosen is None:
            return False
        beginning = BEGINNINGS[opening.chosen]

    def report(doing: str, done: float) -> None:
        click.echo(f"{doing} …")
        if opening is not None:
            opening.doing, opening.done = doing, done

    async def prepare() -> None:
        await demo.start_bot()
        await beginning.prepare(demo, wishes.plan, report)

    if not await _unless_stopped(prepare(), stop):
        return False
    clock.run()
    (folder / _BEGINNING).write_text(beginning.name)
    # Whoever sees the world has one that outlives a kill.
    keeping.save(demo.sandbox.world, folder)
    demo.sandbox.page.guide = beginning.guide
    demo.sandbox.page.opening = None
    if opening is None:
        _show_address(demo, wishes)
    else:
        click.echo(f"{beginning.title} is ready.")
    return True


async def _chosen(demo: Demo, wishes: Wishes, stop: asyncio.Event) -> Opening:
    """The opening, when a visitor has chosen, or everything is to end."""
    chosen = asyncio.Event()
    choices = [Choice(each.title, each.text) for each in BEGINNINGS]
    opening = Opening(choices, choose=lambda _number: chosen.set())
    demo.sandbox.page.opening = opening
    _show_address(demo, wishes)
    click.echo("Choose a beginning there.")
    await _unless_stopped(chosen.wait(), stop)
    return opening


async def _unless_stopped(work: Coroutine[Any, Any, object], stop: asyncio.Event) -> bool:
    """Do ``work`` to its end, or leave it where ``stop`` is set first; whether it was done."""
    task, stopping = asyncio.create_task(work), asyncio.create_task(stop.wait())
    await asyncio.wait({task, stopping}, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    if task.done():
        await task
        return True
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    return False


def _named(name: str) -> Beginning | None:
    return next((each for each in BEGINNINGS if each.name == name), None)


def _kept_beginning(folder: Path) -> Beginning:
    """How the world in a folder began; those of older versions are first days."""
    try:
        name = (folder / _BEGINNING).read_text()
    except FileNotFoundError:
        name = ""
    return _named(name) or FIRST_DAY


def _show_address(demo: Demo, wishes: Wishes) -> None:
    url = click.style(demo.sandbox.url, bold=True)
    click.echo(f"The demo runs at {url} until you press Ctrl-C.")
    if wishes.opens and _has_screen():
        webbrowser.open(demo.sandbox.url)


def _clear(folder: Path) -> None:
    """Remove the world and the database that a demo kept in ``folder``, and nothing else."""
    keeping.remove(folder)
    (folder / _BEGINNING).unlink(missing_ok=True)
    for path in folder.glob(f"{DATABASE}*"):
        path.unlink()


def _has_screen() -> bool:
    """Whether a browser can show itself; without a screen, Python would take one for terminals."""
    if sys.platform.startswith("linux"):
        return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    return True
