"""The rules of themes: what they are called, how they merge, who may vote for what. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from bot.errors import UserError
from bot.inputs.text import comparable, visible_line
from bot.retros.phases import Act
from bot.retros.values import BallotRules, Card, Phase, Retro
from bot.themes.values import Theme

MAX_TITLE = 200
"""What a theme's name may grow to by merging."""

MAX_TYPED = 80
DISCUSSED = 3
"""So many themes have a thread at most."""

_KEEP = "What made this work, and what keeps it going?"
_CHANGE = "What is one small thing that we could try before the next retro?"
_GOOD = {"worked", "continue", "liked", "learned", "glad", "keep"}


def theme_title(text: str) -> str:
    """What somebody calls a theme, on one line.

    Raises:
        UserError: it says nothing, or is longer than 80 characters.
    """
    text = visible_line(text)
    if not text:
        raise UserError("That name is empty. Two or three words say what its cards share.")
    if len(text) > MAX_TYPED:
        raise UserError(
            f"That name has {len(text):,} characters, and one holds {MAX_TYPED}. Two or three "
            "words do."
        )
    return text


def merged_title(titles: Iterable[str | None]) -> str | None:
    """The name of themes that become one: all their names, as nothing typed is to be lost.

    Raises:
        UserError: together they are too long.
    """
    named: list[str] = []
    for title in titles:
        if title is not None and comparable(title) not in map(comparable, named):
            named.append(title)
    joined = " / ".join(named)
    if len(joined) > MAX_TITLE:
        raise UserError("Their names are too long to stand together. Rename one of them first.")
    return joined or None


def not_now(retro: Retro, act: Act) -> UserError:
    """What somebody reads who groups or votes while it is not the time for that."""
    what = "grouping" if act is Act.GROUPING else "vote"
    if not retro.is_open:
        return UserError(f"That retro has closed, so its {what} is over. What came of it stands.")
    if retro.takes_cards:
        return UserError(f"The {what} comes after the reveal. Until then, cards can be written.")
    if retro.phase is Phase.GROUP:
        return UserError("The vote comes after the grouping. Cards can be put together now.")
    return UserError(
        f"The {what} of that retro has ended, so it stays as it is. Say what you miss in a "
        "theme's thread, or in the channel."
    )


def check_vote(
    rules: BallotRules, given: Mapping[int, int], theme: Theme, votes: int, user_id: int
) -> None:
    """Whether a member may give ``theme`` so many ``votes``, beside what they have ``given``.

    Raises:
        UserError: a theme does not take so many, they have no more, or all its cards are theirs.
    """
    if not 0 <= votes <= rules.per_theme:
        raise UserError(f"A theme takes at most {rules.per_theme} of your votes.")
    others = sum(count for number, count in given.items() if number != theme.number)
    if others + votes > rules.votes:
        raise UserError(
            f"All your {rules.votes} votes are given. Take one back from another theme first."
        )
    if votes and not rules.own_cards and is_own(theme.cards, user_id):
        raise UserError("In this retro no vote goes to one's own card. Give it to another theme.")


def is_own(cards: Sequence[Card], user_id: int) -> bool:
    """Whether all of these cards bear this member's name."""
    return all(card.author_id == user_id for card in cards)


def by_votes(themes: Collection[Theme]) -> list[Theme]:
    """Most votes first; of as many, the one with more cards, then the lower number."""
    return sorted(themes, key=lambda each: (-(each.votes or 0), -len(each.cards), each.number))


def to_discuss(themes: Collection[Theme]) -> list[Theme]:
    """At most three: those with most votes. Where nobody voted, those with most cards."""
    ordered = by_votes(themes)
    if any(theme.votes for theme in ordered):
        ordered = [theme for theme in ordered if theme.votes]
    return ordered[:DISCUSSED]


def question(retro: Retro, theme: Theme) -> str:
    """What the talk about a theme begins with."""
    places = [card.position for card in theme.cards]
    most = max(set(places), key=lambda place: (places.count(place), -place))
    return _KEEP if comparable(retro.column(most).title) in _GOOD else _CHANGE
