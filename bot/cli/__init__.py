"""The ``syllabot`` command: the one place that composes bot, sandbox and database."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Coroutine
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from bot import config, db, log
from bot.clock import SystemClock
from bot.config import Settings
from bot.errors import ConfigError, DatabaseError

ConfigFile = Annotated[
    Path | None,
    typer.Option("--config", "-c", help="A TOML file. Default: config.toml, where there is one."),
]

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Syllabot carries a study group through a long plan together.",
)
db_app = typer.Typer(no_args_is_help=True, help="The database's schema.")
plan_app = typer.Typer(no_args_is_help=True, help="Plan files.")
app.add_typer(db_app, name="db")
app.add_typer(plan_app, name="plan")

_errors = Console(stderr=True, highlight=False, markup=False)
_out = Console(highlight=False)


@app.command()
def run(config_file: ConfigFile = None) -> None:
    """Run the bot on Discord, until Ctrl-C or SIGTERM."""
    settings = _load(config_file)
    _finish(_run(settings))


@app.command()
def demo(
    tour: Annotated[
        bool, typer.Option("--tour", help="Play a group's first week as a transcript.")
    ] = False,
) -> None:
    """Show the bot in a Discord of its own: no account, no token, no network."""
    from bot.cli.demo import play_tour  # noqa: PLC0415 - `run` must not pay for the sandbox

    if not tour:
        _errors.print("The demo so far is its tour: syllabot demo --tour")
        raise typer.Exit(2)
    log.configure("WARNING")
    raise typer.Exit(asyncio.run(play_tour(_out)))


@app.command()
def check(config_file: ConfigFile = None) -> None:
    """Check settings, database and token, without starting the bot."""
    from bot.cli.check import check_all  # noqa: PLC0415 - only this command needs it

    settings = _load(config_file)
    results = asyncio.run(check_all(settings))
    for result in results:
        mark = "[green]✓[/]" if result.passed else "[red]✗[/]"
        _out.print(mark, end=" ")
        _out.print(result.text, markup=False)
    raise typer.Exit(0 if all(result.passed for result in results) else 1)


@db_app.command("upgrade")
def db_upgrade(config_file: ConfigFile = None) -> None:
    """Bring the database to this version's schema. `run` does it too."""
    url = _load(config_file).database.url.get_secret_value()
    _finish(_report_upgrade(url))


@db_app.command("current")
def db_current(config_file: ConfigFile = None) -> None:
    """Say which schema the database has, and which one this version needs."""
    url = _load(config_file).database.url.get_secret_value()
    _finish(_report_current(url))


@db_app.command("revision", hidden=True)
def db_revision(message: str) -> None:
    """For developers: write a migration from what changed in the tables."""
    from bot.cli.revision import write_revision  # noqa: PLC0415 - only this command needs it

    asyncio.run(write_revision(message))


@plan_app.command("check")
def plan_check(
    file: Annotated[Path, typer.Argument(help="A plan in TOML.", show_default=False)],
) -> None:
    """Check a plan file and say what is in it, or every problem with its line."""
    from bot.cli.check import check_plan  # noqa: PLC0415 - only this command needs it

    result = check_plan(file)
    (_out if result.passed else _errors).print(result.text, markup=False)
    raise typer.Exit(0 if result.passed else 1)


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
    _errors.print(heading)
    for problem in problems:
        _errors.print(f"  - {log.redact(problem)}", soft_wrap=True)
    raise typer.Exit(2)


async def _run(settings: Settings) -> None:
    from bot import supervisor  # noqa: PLC0415 - imports discord.py: half a second

    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    await supervisor.run(settings, SystemClock(), stop)


async def _report_upgrade(url: str) -> None:
    _out.print(f"The database is at revision {await db.upgrade(url)}.")


async def _report_current(url: str) -> None:
    current = await db.current_revision(url)
    newest = db.newest_revision()
    state = "up to date" if current == newest else f"this version needs {newest}"
    _out.print(f"The database is at revision {current or 'none (empty)'}: {state}.")
