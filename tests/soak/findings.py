"""What was tried, what was looked at, and what was wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from sandbox import Seen

REFERENCE = "the reference `"
FAULTS_TOLD = 40
HELD_SECONDS = 0.25
"""Where the attacker itself had to wait so long for a processor, the bot may have waited longer."""


@dataclass
class Findings:
    """Counts of one database's run, and its faults: a sentence each."""

    tried: Counter[str] = field(default_factory=Counter)
    checked: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    slowest: float = 0.0
    held: Callable[[], float] = lambda: 0.0
    """How long this process waited for a processor at most, in this round."""

    def fault(self, what: str) -> None:
        """Something is wrong; told at once, so that nobody waits ten minutes for it."""
        self.faults.append(what)
        if len(self.faults) <= FAULTS_TOLD:
            print(f"  FAULT {what!a}", flush=True)

    def expect(self, what: str, holds: bool, otherwise: str) -> None:
        """One more look at ``what``, which ``holds`` or is a fault."""
        self.checked[what] += 1
        if not holds:
            self.fault(f"{what}: {otherwise}")

    def answer(self, seen: Seen, what: str, secrets: Collection[str], *, may_fail: bool) -> None:
        """One answer: it came in time, is no unexpected error, and tells no secret.

        ``may_fail`` while the bot or its way to Discord is cut.
        """
        if may_fail and seen.failed is not None:
            self.checked["unanswered while the bot or its line was down"] += 1
            return
        if seen.failed is not None and self.held() > HELD_SECONDS:
            self.checked["unanswered while this machine was held up by others"] += 1
            return
        self.expect("answered within 3 s", seen.failed is None, f"{what}: {seen.failed}")
        self.slowest = max(self.slowest, seen.elapsed)
        shown = shown_in(seen)
        self.expect("no unexpected error", REFERENCE not in shown, f"{what}: {shown[:200]}")
        told = [secret for secret in secrets if secret in shown]
        self.expect("nothing of another group or person", not told, f"{what} tells {told}")

    def report(self) -> None:
        """Print it all."""
        for title, counts in (("tried", self.tried), ("checked", self.checked)):
            print(f"  {title}:")
            for name, count in sorted(counts.items()):
                print(f"    {count:>8,}  {name}")
        print(f"  the slowest answer began after {self.slowest:.2f} s")
        print(f"  faults: {len(self.faults)}", flush=True)


def shown_in(seen: Seen) -> str:
    """All that the person reads in answer, in a form what stands in its fields too.

    A message that was pressed and stays as it is was there before.
    """
    act = seen.interaction
    form = [] if seen.modal is None else [seen.modal.text, str(seen.modal.components)]
    suggested = [] if act is None else [str(act.choices)]
    is_old = act is not None and act.message is not None and act.original is act.message
    text = "" if is_old and not seen.updated else seen.text
    return "\n".join([text, *form, *suggested, *(each.text for each in seen.followups)])
