"""``syllabot plan``: check a plan file, or begin one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from bot.plans.loader import PlanError, example_text, load_path, starter_text

plan_app = typer.Typer(no_args_is_help=True, help="Plan files.")


@dataclass(frozen=True, slots=True)
class Checked:
    """Whether a plan file can be used, and a text that says so."""

    passed: bool
    text: str


def check_plan(path: Path) -> Checked:
    """Load a plan file and count what is in it."""
    try:
        plan = load_path(path)
    except PlanError as error:
        return Checked(False, "\n".join([f"{path} cannot be used:", *map(str, error.problems)]))
    except OSError as error:
        return Checked(False, f"{path}: {error.strerror}.")
    blocks = _count(len(plan.blocks), "block")
    return Checked(
        True, f"{path}: {blocks}, {_count(len(plan.milestones), 'milestone')}. All fine."
    )


@plan_app.command("check")
def check(
    file: Annotated[Path, typer.Argument(help="A plan in TOML.", show_default=False)],
) -> None:
    """Check a plan file and say what is in it, or every problem with its line."""
    result = check_plan(file)
    typer.echo(result.text, err=not result.passed)
    raise typer.Exit(0 if result.passed else 1)


@plan_app.command("new")
def new(
    file: Annotated[Path, typer.Argument(help="The file to write.", show_default=False)],
    example: Annotated[
        bool, typer.Option("--example", help="Write a whole plan, for a first marathon, instead.")
    ] = False,
) -> None:
    """Write a plan to begin with, every part explained. Never over a file that is there."""
    try:
        with file.open("x", encoding="utf-8", newline="\n") as target:
            target.write(example_text() if example else starter_text())
    except FileExistsError:
        typer.echo(f"{file} is there already and stays as it is. Choose another name.", err=True)
        raise typer.Exit(1) from None
    except OSError as error:
        typer.echo(f"{file}: {error.strerror}.", err=True)
        raise typer.Exit(1) from None
    typer.echo(f"Wrote {file}. Edit it, then: syllabot plan check {file}")


def _count(number: int, name: str) -> str:
    return f"{number} {name}{'' if number == 1 else 's'}"
