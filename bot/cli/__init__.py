"""The ``syllabot`` command: the one place that composes bot, sandbox and database."""

from __future__ import annotations

import asyncio
import gc
import signal
import tempfile
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot import __version__, config, db, log
from bot.cli.member import member_group
from bot.cli.plan import check_plan, plan_group
from bot.cli.privacy import print_privacy
from bot.clock import SystemClock
from bot.config import Settings
from bot.errors import ConfigError, DatabaseError
from bot.inputs import files

if TYPE_CHECKING:
    from bot.cli.play_demo import Wishes

_PATH = click.Path(path_type=Path)

config_option = click.option(
    "--config",
    "-c",
    "config_file",
    type=_PATH,
    help="A TOML file. Default: config.toml, where there is one.",
)


@click.group(no_args_is_help=True)
@click.version_option(__version__, message="%(prog)s %(version)s", prog_name="syllabot")
def app() -> None:
    """Syllabot carries a study group through a long plan together."""


@app.group("db", no_args_is_help=True)
def db_group() -> None:
    """The database's schema."""


app.add_command(member_group)
app.add_command(plan_group)
app.add_command(print_privacy)


@app.command()
@config_option
def run(config_file: Path | None) -> None:
    """Run the bot on Discord, until Ctrl-C or SIGTERM."""
    settings = _load(config_file)
    _finish(_run(settings))


@app.command()
@click.option("--tour", is_flag=True, help="Play a group's first week as a transcript instead.")
@click.option(
    "--data", type=_PATH, help="Keep the world and the database in this folder between runs."
)
@click.option("--fresh", is_flag=True, help="Start over in that folder.")
@click.option(
    "--beginning",
    type=click.Choice(["first-day", "week-six"]),
    help="How it begins. Without it, the page asks.",
)
@click.option("--plan", type=_PATH, help="A plan file of your own that the group follows.")
@click.option("--open/--no-open", "opens", default=True, help="Open the page in a browser.")
def demo(
    tour: bool,
    data: Path | None,
    fresh: bool,
    beginning: str | None,
    plan: Path | None,
    opens: bool,
) -> None:
    """Show the bot in a Discord of its own: no account, no token, no network.

    Opens a chat page on this machine, in which you are any member of a study group.
    """
    log.configure("WARNING")
    if tour:
        from rich.console import Console  # noqa: PLC0415 - `run` must not pay for this

        from bot.cli.tour import play_tour  # noqa: PLC0415 - nor for the sandbox

        raise click.exceptions.Exit(asyncio.run(play_tour(Console(highlight=False))))
    if plan is not None and beginning == "week-six":
        raise click.UsageError(
            "Week six follows the plan that ships; --plan begins on a first day."
        )
    from bot.cli.play_demo import Wishes  # noqa: PLC0415 - `run` must not pay for the sandbox

    wishes = Wishes(beginning=beginning, plan=_plan_text(plan), fresh=fresh, opens=opens)
    with _folder(data) as folder:
        asyncio.run(_demo(folder, wishes))


@app.command()
@config_option
def check(config_file: Path | None) -> None:
    """Check settings, database and token, without starting the bot."""
    from bot.cli.check import check_all  # noqa: PLC0415 - only this command needs it

    settings = _load(config_file)
    results = asyncio.run(check_all(settings))
    for result in results:
        mark = click.style("✓", fg="green") if result.passed else click.style("✗", fg="red")
        click.echo(f"{mark} {result.text}")
    raise click.exceptions.Exit(0 if all(result.passed for result in results) else 1)


@db_group.command("upgrade")
@config_option
def db_upgrade(config_file: Path | None) -> None:
    """Bring the database to this version's schema. `run` does it too."""
    url = _load(config_file).database.url.text
    _finish(_report_upgrade(url))


@db_group.command("current")
@config_option
def db_current(config_file: Path | None) -> None:
    """Say which schema the database has, and which one this version needs."""
    url = _load(config_file).database.url.text
    _finish(_report_current(url))


@db_group.command("revision", hidden=True)
@click.argument("message")
def db_revision(message: str) -> None:
    """For developers: write a migration from what changed in the tables."""
    from bot.cli.revision import write_revision  # noqa: PLC0415 - only this command needs it

    asyncio.run(write_revision(message))


def _load(path: Path | None) -> Settings:
    try:
        settings = config.load(path)
    except ConfigError as error:
        _refuse("The settings cannot be used:", error.problems)
    log.configure(settings.log.level, settings.log.format)
    return settings


def _finish(work: Coroutine[Any, Any, None]) -> None:
    """Run ``work``; what the operator can mend ends with sentences, not a traceback."""
    try:
        asyncio.run(work)
    except ConfigError as error:
        _refuse("The settings cannot be used:", error.problems)
    except DatabaseError as error:
        _refuse("The database cannot be used:", [str(error)])


def _refuse(heading: str, problems: list[str]) -> Any:
    click.echo(heading, err=True)
    for problem in problems:
        click.echo(f"  - {log.redact(problem)}", err=True)
    raise click.exceptions.Exit(2)


async def _run(settings: Settings) -> None:
    # What is imported stays to the end: to look for garbage in it takes a fifth of the start, and
    # later a full collection would go through it while people wait.
    gc.disable()
    from bot import supervisor  # noqa: PLC0415 - imports discord.py: half a second
    from cogs.features import FEATURES  # noqa: PLC0415 - likewise

    gc.freeze()
    gc.enable()
    await supervisor.run(settings, SystemClock(), _stopped_by_signals(), FEATURES)


async def _demo(folder: Path, wishes: Wishes) -> None:
    from bot.cli.play_demo import play  # noqa: PLC0415 - likewise
    from sandbox.persistence.folder_lock import FolderInUseError  # noqa: PLC0415 - likewise
    from sandbox.persistence.keeping import KeptWorldError  # noqa: PLC0415 - likewise

    try:
        await play(folder, wishes, _stopped_by_signals())
    except KeptWorldError as error:
        _refuse("The demo cannot go on from where it was:", [str(error)])
    except FolderInUseError as error:
        _refuse("The demo cannot use its folder:", [str(error)])
    except OSError as error:
        _refuse_folder(error)


def _refuse_folder(error: OSError) -> None:
    _refuse("The demo cannot use its folder:", [f"{error.filename}: {error.strerror}."])


def _stopped_by_signals() -> asyncio.Event:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    return stop


@contextmanager
def _folder(data: Path | None) -> Iterator[Path]:
    """The folder to keep a demo in; without one, a folder that is gone afterwards."""
    if data is not None:
        try:
            data.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            _refuse_folder(error)
        yield data
        return
    with tempfile.TemporaryDirectory(prefix="syllabot-demo-") as folder:
        yield Path(folder)


def _plan_text(path: Path | None) -> str | None:
    """The text of a plan file that was checked; ends with its problems otherwise."""
    if path is None:
        return None
    result = check_plan(path)
    if not result.passed:
        click.echo(result.text, err=True)
        raise click.exceptions.Exit(2)
    return files.decode(path.read_bytes())


async def _report_upgrade(url: str) -> None:
    click.echo(f"The database is at revision {await db.upgrade(url)}.")


async def _report_current(url: str) -> None:
    current = await db.current_revision(url)
    newest = db.newest_revision()
    state = "up to date" if current == newest else f"this version needs {newest}"
    click.echo(f"The database is at revision {current or 'none (empty)'}: {state}.")
