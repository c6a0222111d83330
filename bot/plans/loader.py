"""From the text of a plan file to a `Plan`, or to every problem in it, each with line and key."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import islice
from pathlib import Path as FilePath
from typing import Any

from bot.errors import UserError
from bot.inputs import files
from bot.inputs.text import cut
from bot.plans.rules.checks import findings
from bot.plans.rules.compare import digest
from bot.plans.rules.toml_locations import Location, key_lines, line_of
from bot.plans.values import Plan, PlanText

MAX_BYTES = 1024 * 1024
MAX_LINE = 4_000  # characters; a longer number would make tomllib raise another error
MAX_DOTS = 100  # in a line; tomllib takes quadratic time for a key of very many dots
MAX_PROBLEMS = 100
SHOWN_PROBLEMS = 20
_SHOWN_KEY = 120

_ZIP = b"PK\x03\x04"
_TOML_POSITION = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)$")
_KEY_ON_LINE = re.compile(r"""^\s*(?:\[+\s*([^\]\n]{1,80})|([\w."'-]{1,80})\s*=)""")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in a plan file: the line (from 1), the key as a path, and what to mend."""

    line: int
    key: str
    message: str

    def __str__(self) -> str:
        """The problem as one line for people."""
        # A key can hold anything, such as what makes a terminal change its colours.
        key = "".join(c if c.isprintable() else "\ufffd" for c in cut(self.key, _SHOWN_KEY))
        return f"line {self.line}{f', {key}' if key else ''}: {self.message}"


class PlanError(UserError):
    """A plan file that cannot be used. `problems` are in the order of lines, at most 100."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Keep all problems; the message shows the first of them."""
        lines = [str(problem) for problem in problems[:SHOWN_PROBLEMS]]
        if len(problems) > SHOWN_PROBLEMS:
            lines.append("… and more")
        super().__init__("The plan file has problems:\n" + "\n".join(lines))
        self.problems = tuple(problems)

    def __reduce__(self) -> tuple[type[PlanError], tuple[tuple[Problem, ...]]]:
        """It comes back from the worker's process by its problems, not by its message."""
        return type(self), (self.problems,)


def load(text: str) -> Plan:
    """Read a plan from the text of its file.

    Takes some 10 ms for a plan of the shipped one's size; callers keep the result.

    Raises:
        PlanError: with every problem found, each naming its line and key.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    data = _parse(text)
    # Here, for it takes 10 MiB and a tenth of a second that the bot's start need not wait for.
    from bot.plans.table_reader import TablesError, read  # noqa: PLC0415

    try:
        plan = read(data, MAX_PROBLEMS)
    except TablesError as error:
        raise PlanError(_located(text, error.findings)) from None
    found = list(islice(findings(plan), MAX_PROBLEMS))
    if found:
        raise PlanError(_located(text, found))
    return plan


def parse(text: str) -> PlanText:
    """Read a plan from the text of its file, and keep both. Raises PlanError."""
    return PlanText(text, load(text))


def load_bytes(content: bytes) -> Plan:
    """Read a plan from the content of its file, which must be UTF-8. Raises PlanError."""
    return load(decode(content))


def load_path(path: FilePath) -> Plan:
    """Read a plan from a file. Raises PlanError, and OSError if it cannot be opened."""
    with path.open("rb") as file:
        return load_bytes(file.read(MAX_BYTES + 1))


def decode(content: bytes) -> str:
    """The text of a plan file. Raises PlanError if it is too large or not UTF-8."""
    if len(content) > MAX_BYTES:
        raise PlanError([Problem(1, "", "the file is larger than 1 MiB")])
    if content.startswith(_ZIP):
        raise PlanError([Problem(1, "", "this is a zip archive; the plan file inside is wanted")])
    try:
        return files.decode(content)
    except files.NotUtf8 as error:
        raise PlanError([Problem(error.line, "", str(error))]) from None


def shipped_text() -> str:
    """The text of the plan that comes with Syllabot."""
    return _packaged("ml-engineer.toml")


def example_text() -> str:
    """The text of a small, whole plan of another field."""
    return _packaged("marathon.toml")


def starter_text() -> str:
    """The text of a plan to begin one's own from, every part explained."""
    return _packaged("starter.toml")


@cache
def shipped() -> Plan:
    """The plan that comes with Syllabot, read once per process."""
    return load(shipped_text())


@cache
def shipped_digest() -> str:
    """The digest of the plan that comes with Syllabot."""
    return digest(shipped())


def _packaged(name: str) -> str:
    return (resources.files("bot.plans") / name).read_text(encoding="utf-8")


def _parse(text: str) -> Mapping[str, Any]:
    if len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise PlanError([Problem(1, "", "the file is larger than 1 MiB")])
    if not text.strip():
        raise PlanError([Problem(1, "", "the file is empty; `syllabot plan new` writes a start")])
    for number, line in enumerate(text.split("\n"), start=1):
        if len(line) <= MAX_DOTS:  # as nearly all are: too short for either
            continue
        if len(line) > MAX_LINE:
            raise PlanError([Problem(number, "", f"a line has at most {MAX_LINE} characters")])
        if line.count(".") > MAX_DOTS:
            raise PlanError([Problem(number, "", f"a line has at most {MAX_DOTS} dots")])
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PlanError([_syntax_problem(text, str(error))]) from None
    except RecursionError:
        raise PlanError([Problem(1, "", "brackets are nested too deeply")]) from None


def _syntax_problem(text: str, message: str) -> Problem:
    lines = text.split("\n")
    position = _TOML_POSITION.search(message)
    line = int(position[1]) if position and position[1] else len(lines)
    key = _KEY_ON_LINE.match(lines[line - 1]) if line <= len(lines) else None
    name = (key[1] or key[2]).strip() if key else ""
    return Problem(line, name, f"this is not valid TOML: {_TOML_POSITION.sub('', message)}")


def _located(text: str, found: Iterable[tuple[Location, str]]) -> list[Problem]:
    lines = key_lines(text)
    problems = {Problem(line_of(lines, at), _key(at), message): None for at, message in found}
    return sorted(problems, key=lambda problem: problem.line)


def _key(location: Location) -> str:
    """A location as people write it, entries counted from 1: `blocks[2].components[1].id`."""
    return "".join(
        f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in location
    ).lstrip(".")
