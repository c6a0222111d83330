"""``python -m tests.bench [NAME …]``: all measurements, or the named ones."""

from __future__ import annotations

import argparse
import asyncio
import importlib

MEASUREMENTS = {
    "ticks": "The tick",
    "commands": "A slash command's round trip",
    "milestones": "The list of 200 milestones in a group of 500",
    "shortlist": "A week of 2,000 papers, from the feeds to the ranking",
    "paper_quality": "The week's papers, ranked as people picked them (takes some minutes)",
    "crowds": "What is about all of a thousand members, and who waits meanwhile",
    "plan_edits": "Editing a large plan, and who waits meanwhile",
    "suggestions": "Suggestions while somebody types",
    "processes": "Start and memory",
    "partners": "The matching of study partners, and who waits meanwhile",
    "page": "The page in a browser",
    "latency": "From due to sent",
    "mornings": "A hundred first mornings (takes a minute and a half)",
    "prompts": "Prompts under Discord's limit, beside a job for each member (takes four minutes)",
}


def main() -> None:
    """Run them one after another, each in an event loop of its own."""
    for name in _named() or MEASUREMENTS:
        print(MEASUREMENTS[name], flush=True)
        asyncio.run(importlib.import_module(f"tests.bench.{name}").measure())


def _named() -> list[str]:
    """The names on the command line; ends the process with a word where one is none of ours."""
    longest = max(map(len, MEASUREMENTS))
    listed = "\n".join(f"  {name:{longest}}  {what}" for name, what in MEASUREMENTS.items())
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench",
        description="Measure on this machine. Without a name: everything, one after another.",
        epilog=f"names:\n{listed}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="what to measure")
    names: list[str] = parser.parse_args().names
    unknown = [name for name in names if name not in MEASUREMENTS]
    if unknown:
        parser.exit(2, f"There is no measurement {', '.join(unknown)}. There are:\n{listed}\n")
    return names


if __name__ == "__main__":
    main()
