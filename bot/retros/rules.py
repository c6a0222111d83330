"""The rules of a retro: its formats, when it opens and is revealed, what a card may say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import takewhile

from bot.errors import UserError
from bot.groups.values import Group, Member
from bot.inputs.dates import say_date
from bot.inputs.text import comparable, visible_line, visible_text
from bot.retros.phases import FEWEST_CARDS, deadlines, order
from bot.retros.values import Anonymity, BallotRules, Phase, Retro
from bot.scheduling.recurrence import occurrences

MAX_CARD = 4000
MAX_COLUMNS, MAX_COLUMN_TITLE = 4, 45
"""So many columns have a button each, and such a name can head a form."""

MAX_TITLE = 80

OWN_COLUMNS = "own"
"""The key of every format whose columns somebody named."""

MOST_VOTES = 10
# Where a wall time of one zone lies in another one, and a day that begins late.
_ZONES_APART = timedelta(days=3)
_BETWEEN = re.compile("[,;/|\uff0c\uff1b\u3001]")
# An opening this late would surprise; a reveal is owed to those who wrote cards.
OPEN_LATENESS = timedelta(days=3)
PHASE_LATENESS = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class ColumnText:
    """A column's title (at most 45 characters, so that it can head a form) and its question."""

    title: str
    question: str


@dataclass(frozen=True, slots=True)
class Format:
    """A way to look back. ``key`` is stable; it has one to four columns."""

    key: str
    title: str
    columns: tuple[ColumnText, ...]


WORKED_ADJUST = Format(
    key="worked-adjust",
    title="Worked / adjust",
    columns=(
        ColumnText("Worked", "What worked, and should stay?"),
        ColumnText("Adjust", "What should we do differently?"),
    ),
)

FORMATS = (
    WORKED_ADJUST,
    Format(
        key="start-stop-continue",
        title="Start / stop / continue",
        columns=(
            ColumnText("Start", "What should we begin to do?"),
            ColumnText("Stop", "What should we leave?"),
            ColumnText("Continue", "What should we keep doing?"),
        ),
    ),
    Format(
        key="4ls",
        title="4Ls: liked, learned, lacked, longed for",
        columns=(
            ColumnText("Liked", "What did you enjoy?"),
            ColumnText("Learned", "What do you know now that you did not know before?"),
            ColumnText("Lacked", "What was missing?"),
            ColumnText("Longed for", "What do you wish we had?"),
        ),
    ),
    Format(
        key="mad-sad-glad",
        title="Mad / sad / glad",
        columns=(
            ColumnText("Mad", "What annoyed you?"),
            ColumnText("Sad", "What was a pity?"),
            ColumnText("Glad", "What made you happy?"),
        ),
    ),
)
"""The formats that have a name. A further one is one more entry; a retro keeps its own copy."""


def find_format(key: str) -> Format:
    """The format called ``key``, or one with own columns: two to four names, commas between.

    Raises:
        UserError: it is neither.
    """
    wanted = comparable(key)
    for known in FORMATS:
        if wanted in (known.key, comparable(known.title)):
            return known
    titles = [each for each in map(str.strip, _BETWEEN.split(visible_line(key))) if each]
    if len(titles) > 1:
        return _own_format(titles)
    names = ", ".join(f"`{known.key}`" for known in FORMATS)
    raise UserError(
        f"I do not know that retro format. There is {names}; or name two to four columns of your "
        "own with commas between, such as `Keep, Drop, Try`."
    )


def suggested_formats(typed: str) -> list[tuple[str, str]]:
    """What `/retro open` offers for what was typed so far: (title, value), own columns first."""
    wanted = comparable(typed)
    found = [(known.title, known.key) for known in FORMATS if wanted in comparable(known.title)]
    try:
        own = find_format(typed) if wanted else None
    except UserError:
        own = None
    if own is not None and own.key == OWN_COLUMNS:
        found.insert(0, (f"Own columns: {own.title}", ", ".join(c.title for c in own.columns)))
    return found or [("Own columns, such as: Keep, Drop, Try", "Keep, Drop, Try")]


def _own_format(titles: list[str]) -> Format:
    if len(titles) > MAX_COLUMNS:
        raise UserError(f"A retro has at most {MAX_COLUMNS} columns. Leave some out.")
    long = next((title for title in titles if len(title) > MAX_COLUMN_TITLE), None)
    if long is not None:
        raise UserError(
            f"A column's name has at most {MAX_COLUMN_TITLE} characters. Make it a few words.",
            typed=long,
        )
    if len({comparable(title) for title in titles}) < len(titles):
        raise UserError("Two of these columns have one name. Give each its own.")
    columns = tuple(ColumnText(title, f"What belongs under {title}?") for title in titles)
    title = " / ".join(titles)
    return Format(OWN_COLUMNS, title if len(title) <= MAX_TITLE else "Own columns", columns)


def find_anonymity(key: str) -> Anonymity:
    """Whether names show, as chosen.

    Raises:
        UserError: it is neither choice.
    """
    if key not in set(Anonymity):
        raise UserError("A retro is `anonymous` or `named`. Choose one of the two.")
    return Anonymity(key)


def openings_around(group: Group, first: date, last: date) -> Iterator[datetime]:
    """When the group's schedule opens retros, from before ``first`` until after ``last``.

    In whatever zone these two dates are, none of theirs is left out.
    """
    after = datetime.combine(first - _ZONES_APART, time(), UTC)
    end = last + _ZONES_APART
    found = takewhile(lambda each: each.period <= end, occurrences(group.retro_rule, after))
    return (each.at for each in found)


def opens_on(group: Group, member: Member, day: date) -> bool:
    """Whether the group's schedule opens a retro on a date of the member."""
    return any(member.today(at) == day for at in openings_around(group, day, day))


def ballot_rules(
    anonymity: Anonymity, *, votes: int, per_theme: int, own_cards: bool
) -> BallotRules:
    """How themes will be voted on.

    Raises:
        UserError: the numbers do not fit, or own cards are to be known without names.
    """
    if not 1 <= per_theme <= votes <= MOST_VOTES:
        raise UserError(
            f"Everybody has 1 to {MOST_VOTES} votes, and a theme takes at most as many of them."
        )
    if not own_cards and anonymity is Anonymity.ANONYMOUS:
        raise UserError(
            "In an anonymous retro I do not know whose cards are whose, so I cannot keep votes "
            "from them. Open a named one, or leave `own_votes` as it is."
        )
    return BallotRules(votes, per_theme, own_cards)


def reveal_time(
    opened_at: datetime, zone: str, *, is_quick: bool = False, days: int | None = None
) -> datetime:
    """When the cards of a retro are due to be revealed, at the wall time in ``zone`` it opened."""
    first = order(is_quick=is_quick)[0]
    return deadlines(first, opened_at, zone, is_quick=is_quick, days=days)[Phase.COLLECT]


def card_text(text: str) -> str:
    """What a card says, without the blank space around it.

    Raises:
        UserError: nothing is left, or it is longer than 4,000 characters.
    """
    text = visible_text(text)
    if not text:
        raise UserError("That card is empty. Write a sentence on it; even a short one helps.")
    if len(text) > MAX_CARD:
        raise UserError(
            f"That card has {len(text):,} characters, and one holds {MAX_CARD:,}. "
            "Make it two cards.",
            typed=text,
        )
    return text


def can_go_on(retro: Retro) -> bool:
    """Whether its cards are enough to be revealed by hand, or are revealed already."""
    return retro.phase is not Phase.COLLECT or retro.cards >= FEWEST_CARDS


def check_can_go_on(retro: Retro) -> None:
    """Refuse to lead a retro on by hand that has too few cards.

    Raises:
        UserError: it has.
    """
    if not can_go_on(retro):
        raise UserError(
            "Two cards are the least to go on with. `/retro extend` gives more time, "
            "`/retro close` ends the retro."
        )


def missed_text(period: date) -> str:
    """Why the opening of ``period`` never came, in a sentence."""
    return f"The retro of {say_date(period)} did not open: I was away until it was too late."


def late_text(retro: Retro) -> str:
    """What whoever would write or change a card reads once that is over, with where to say it."""
    if not retro.is_open:
        return (
            "That retro has closed meanwhile, so its cards stay as they are. "
            "Bring yours up in the channel, or keep it for the next retro."
        )
    return (
        "The cards of that retro are revealed, so they stay as they are. What you have to say can "
        "stand beside them as a comment: `/retro card` writes one."
    )


def too_late(retro: Retro) -> UserError:
    """The refusal of a card after the reveal; while the retro is open it can become a comment."""
    return UserError(late_text(retro), again="Make it a comment")
