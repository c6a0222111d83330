"""The phases of a retro in words."""

from __future__ import annotations

from bot.retros.phases import order
from bot.retros.values import Phase, Retro
from cogs.common.text import plural, stamp

NAMES = {
    Phase.FACTS: "facts",
    Phase.COLLECT: "collect",
    Phase.GROUP: "group",
    Phase.VOTE: "vote",
    Phase.DISCUSS: "discuss",
    Phase.ACT: "act",
    Phase.CLOSED: "closed",
}

_WHAT = {
    Phase.GROUP: "Put cards together that are about one thing, and give it a name.",
    Phase.VOTE: "Which of these should we talk about? Totals show when the vote ends.",
    Phase.DISCUSS: "Each of the first ones has its thread. What would help?",
    Phase.ACT: "What will you change, who does it, and until when?",
}


def way(retro: Retro) -> str:
    """All phases on one line, with the one that is now."""
    return " › ".join(
        f"**{NAMES[phase]}**" if phase is retro.phase else NAMES[phase]
        for phase in order(is_quick=retro.is_quick)
    )


def until(retro: Retro) -> str:
    """When the phase ends, in every reader's own time; empty once the retro is closed."""
    if retro.phase_ends_at is None:
        return ""
    return f"until {stamp(retro.phase_ends_at)} ({stamp(retro.phase_ends_at, 'R')})"


def what_now(retro: Retro) -> str:
    """What the phase is for and how long it lasts; empty before the reveal and after the end."""
    if retro.phase not in _WHAT:
        return ""
    return f"{way(retro)} · {until(retro)}\n{_WHAT[retro.phase]}"


def becomes_visible(retro: Retro) -> str:
    """What the group will see when the phase ends; empty where that is nothing new."""
    if retro.takes_cards and not retro.cards:
        return "that nobody wrote a card, and none can be added any more"
    if retro.takes_cards:
        names = "without names" if retro.is_anonymous else "each with its author's name"
        return f"{plural(retro.cards, 'card')} then, {names}, and none can be added any more"
    if retro.phase is Phase.VOTE:
        return "how many votes each theme has then, never whose, and no vote changes any more"
    return ""
