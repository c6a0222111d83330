"""What is stored about people and what holds for using the bot, in words: as panels and pages.

Both are made of what the features declare (`bot.feature.Stored`), so that no page says anything
else than what a member reads on Discord.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.feature import FeatureData, Stored

HEADING = "What I keep about you"
OPERATOR = "Whoever runs me has my database, and can read what stands in it."
AFTERWARDS = (
    "After you leave your data waits for a while in case you come back. `/leave` says how long, "
    "and who leaves the server is told once; I write nothing more. Then it is deleted. `/forget` "
    "deletes it at once."
)
INFERRED = "What whoever runs me could still tell"

_NOBODY_ELSE = (
    "Nothing of it is sold, shown in advertising, or given to anybody else. Discord carries every "
    "message and keeps it by its own policy. arXiv and newsletters are asked for what they "
    "publish, and told nothing about you.",
    "I ask Discord for the server's channels and roles alone: I cannot read what people write to "
    "each other, nor list who is in the server. The text of one message reaches me when you "
    "choose one of my entries in its *Apps* menu, and is used for that act.",
    "My log holds what a fault needs: times, ids and references. It never holds what you typed.",
)
_RIGHTS = (
    "On Discord, `/privacy` shows this list, `/me` your settings, and `/leave` ends everything "
    "from me at once.",
)
_TERMS: tuple[tuple[str, str], ...] = (
    (
        "What this is",
        "Syllabot carries a study group through a plan: prompts, milestones, papers and their "
        "votes, retrospectives. It is free software, and runs where its operator runs it.",
    ),
    (
        "Who may use it",
        "Everybody whom Discord's own terms let use Discord, in a server that has it. Nothing "
        "comes to you before you join, and you can leave at any time with `/leave`.",
    ),
    (
        "What you enter",
        "It stays yours. You let the bot store it and show it to those whom the privacy policy "
        "names, for as long as it says there. What you show to the group is read by the group.",
    ),
    (
        "What is not allowed",
        "What Discord's terms and the server's rules forbid, and anything meant to break the bot, "
        "or to reach what is somebody else's through it. Who does that can be shut out.",
    ),
    (
        "What is not promised",
        "The bot comes as it is, without warranty, under its licence. It can be away, late or "
        "wrong; a date that matters is worth a second place. Nothing it says is professional "
        "advice. The operator may end it, and says so before where that can be foreseen.",
    ),
    (
        "Changes",
        "These pages change with the bot. Its changelog names what changed, and `/privacy` always "
        "shows what holds now.",
    ),
)


def declared(features: Iterable[FeatureData]) -> list[Stored]:
    """What all features store, in their order."""
    return [stored for feature in features for stored in feature.stored]


def folded(stored: Sequence[Stored]) -> list[list[Stored]]:
    """What has the same readers and time together, in the order in which each comes first."""
    found: dict[tuple[str, str], list[Stored]] = {}
    for each in stored:
        found.setdefault((each.seen_by, each.how_long), []).append(each)
    return list(found.values())


def terms_of(stored: Stored) -> str:
    """Who sees it, and for how long it is kept."""
    return f"**Who sees it**: {stored.seen_by}. **For how long**: {stored.how_long}."


def entry(stored: Stored) -> str:
    """What is kept and why, with what whoever runs the bot could tell beside it."""
    told = f". Whoever runs me {stored.inferred}" if stored.inferred else ""
    return f"{stored.what}: {stored.why}{told}"


def policy(stored: Sequence[Stored], contact: str | None = None) -> str:
    """The privacy policy as Markdown; ``contact`` is how to reach whoever runs the bot."""
    parts = [
        "# Syllabot: privacy",
        "*I* is the bot, *whoever runs me* the operator of this instance"
        f"{f' ({contact})' if contact else ''}. Made by `syllabot privacy`.",
        f"## {HEADING}",
    ]
    for together in folded(stored):
        items = [f"- {each.what}: {each.why}" for each in together]
        parts += [terms_of(together[0]), "\n".join(items)]
    parts += [
        f"## {INFERRED}",
        f"{OPERATOR} Copies of the database hold what it held when they were made. Beyond that:",
        "\n".join(
            f"- {each.what}: whoever runs me {each.inferred}." for each in stored if each.inferred
        ),
        "## What I do not do",
        *_NOBODY_ELSE,
        "## What you can do",
        *_RIGHTS,
        AFTERWARDS,
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def terms(contact: str | None = None) -> str:
    """The terms of use as Markdown; ``contact`` is how to reach whoever runs the bot."""
    asked = (
        f"Questions go to whoever runs the bot: {contact}."
        if contact
        else ("Questions go to whoever runs the bot.")
    )
    sections = [f"## {title}\n\n{text}" for title, text in _TERMS]
    return (
        "\n\n".join(
            ["# Syllabot: terms of use", "Made by `syllabot privacy --terms`.", *sections, asked]
        )
        + "\n"
    )
