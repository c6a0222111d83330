"""The tour's transcript: what people type and read, in a terminal, in each reader's own zone."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from rich.console import Console, Group
from rich.padding import Padding
from rich.panel import Panel
from rich.text import Text

_MARKUP = re.compile(
    r"\\(?P<escaped>.)"
    r"|<t:(?P<instant>-?\d+)(?::(?P<style>[tTdDfFR]))?>"
    r"|\[(?P<label>[^\]]+)\]\(<?https?://[^)]+\)"
    r"|<(?P<mention>[@#]!?&?)(?P<id>\d+)>"
    r"|<(?P<command>/[^:>]+):\d+>"
    r"|\*\*(?P<bold>.+?)\*\*"
    r"|(?<!\*)\*(?P<italic>[^*]+)\*"
    r"|`(?P<code>[^`]+)`"
)
_FORMATS = {
    "t": "%H:%M",
    "T": "%H:%M:%S",
    "d": "%d/%m/%Y",
    "D": "%-d %B %Y",
    "f": "%-d %B %Y %H:%M",
    "F": "%A, %-d %B %Y %H:%M",
}
_QUOTED = re.compile(r"^(>>> |> )")


def render(markdown: str, zone: str, now: datetime, name_of: Callable[[int], str]) -> Text:
    """Discord's markdown as a terminal shows it, with instants in ``zone``."""
    text = Text()
    for number, line in enumerate(markdown.splitlines()):
        if number:
            text.append("\n")
        style = ""
        if line.startswith("-# "):
            line, style = line[3:], "dim"
        elif line.startswith("#"):
            line, style = line.lstrip("# "), "bold"
        elif _QUOTED.match(line):
            line, style = "│ " + _QUOTED.sub("", line), "italic"
        text.append_text(_inline(line, style, zone, now, name_of))
    return text


def _inline(line: str, style: str, zone: str, now: datetime, name_of: Callable[[int], str]) -> Text:
    text = Text(style=style)
    at = 0
    for match in _MARKUP.finditer(line):
        text.append(line[at : match.start()])
        at = match.end()
        part = match.lastgroup
        if match["escaped"]:
            text.append(match["escaped"])
        elif match["instant"]:
            instant = datetime.fromtimestamp(int(match["instant"]), UTC)
            text.append(_stamp(instant, match["style"] or "f", zone, now), "cyan")
        elif match["label"]:
            text.append_text(_inline(match["label"], "underline", zone, now, name_of))
        elif match["mention"]:
            text.append(match["mention"][0] + name_of(int(match["id"])), "blue")
        elif match["command"] or match["code"]:
            text.append(match["command"] or match["code"], "bold cyan")
        else:
            inner = match["bold"] or match["italic"]
            text.append_text(
                _inline(inner, "bold" if part == "bold" else "italic", zone, now, name_of)
            )
    text.append(line[at:])
    return text


def _stamp(instant: datetime, style: str, zone: str, now: datetime) -> str:
    if style == "R":
        hours = round((instant - now).total_seconds() / 3600)
        amount = f"{abs(hours)} h" if abs(hours) < 48 else f"{abs(hours) // 24} days"
        return f"in {amount}" if hours > 0 else f"{amount} ago" if hours < 0 else "now"
    return instant.astimezone(ZoneInfo(zone)).strftime(_FORMATS[style])


class Transcript:
    """Writes the tour to a console, in order."""

    def __init__(
        self, console: Console, now: Callable[[], datetime], name_of: Callable[[int], str]
    ) -> None:
        """``now`` is the demo's clock, ``name_of`` resolves mentions."""
        self._console = console
        self._now = now
        self._name_of = name_of

    def scene(self, number: int, of: int, title: str) -> None:
        """A heading with the progress: ``2/8``."""
        done = "▰" * number + "▱" * (of - number)
        self._console.print()
        self._console.rule(f"[bold]{title}[/]  [dim]{done} {number}/{of}[/]", align="left")

    def say(self, text: str) -> None:
        """The narrator."""
        self._console.print(Text(text, style="dim italic"))

    def act(self, name: str, zone: str, what: str) -> None:
        """A person types or presses something."""
        line = self._when(zone)
        line.append(f"{name} ", "bold")
        line.append(what, "green")
        self._console.print(line)

    def shown(
        self,
        who: str,
        zone: str,
        markdown: str,
        *,
        buttons: Sequence[str] = (),
        private: bool = True,
    ) -> None:
        """What the bot shows to ``who`` (private), or in the channel ``who`` (public)."""
        body = render(markdown, zone, self._now(), self._name_of)
        if buttons:
            body.append("\n\n" + "  ".join(f"[ {label} ]" for label in buttons), "green")
        panel = Panel(
            body,
            title=f"[dim]{'only ' + who + ' sees this' if private else who}[/]",
            title_align="left",
            border_style="grey50" if private else "blue",
            expand=False,
            width=min(96, self._console.width - 4),
        )
        self._console.print(Padding(Group(panel), (0, 0, 0, 2)))

    def line(self, name: str, zone: str, text: str) -> None:
        """One line of what arrives, with the reader's local time."""
        line = self._when(zone)
        line.append(f"{name} ", "bold")
        line.append(text)
        self._console.print(line)

    def _when(self, zone: str) -> Text:
        local = self._now().astimezone(ZoneInfo(zone))
        city = zone.rsplit("/", 1)[-1].replace("_", " ")
        return Text().append(f"{local:%a %H:%M} {city:<10} ", "cyan")
