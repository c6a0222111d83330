"""What members follow and leave out: read as typed, and taken together for the group. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.errors import UserError
from bot.inputs.categories import parse_categories
from bot.inputs.text import first_characters, folded, visible_text
from bot.interests.values import Interest, InterestKind, SharedInterest
from bot.ranking.values import Interests

MOST = 40
"""How many interests a member has at most, of all kinds together."""

LONGEST_VALUE, LONGEST_KEY = 50, 60

_BETWEEN = re.compile(r"[,;\n\u3001\uff0c\uff1b]")
_SHOWN = 30


def read_interests(
    *, words: str, authors: str, categories: str, is_left_out: bool
) -> tuple[Interest, ...]:
    """What was typed into the three fields, each thing once, in the order of the fields.

    Raises:
        UserError: there is nothing in it, something is no word or too long, or arXiv has no such
            category.
    """
    found = [
        *(_named(InterestKind.WORD, part, is_left_out) for part in _parts(words)),
        *(_named(InterestKind.AUTHOR, part, is_left_out) for part in _parts(authors)),
    ]
    if visible_text(categories):
        found += [
            Interest(InterestKind.CATEGORY, category, category, is_left_out)
            for category in parse_categories(categories)
        ]
    if not found:
        raise UserError(
            "There is nothing to look for yet. Fill in one of the three: words such as "
            "*quantisation*, authors by their full names, or arXiv categories such as `cs.LG`."
        )
    unique: dict[tuple[InterestKind, str], Interest] = {}
    for each in found:
        unique.setdefault((each.kind, each.key), each)
    return tuple(unique.values())


def together(shared: Iterable[SharedInterest], members: int) -> Interests:
    """What a group of ``members`` follows and leaves out, the most followed first.

    One member's taste lowers a paper and never keeps it from the others: only what at least half of
    the group leaves out, and nobody follows, drops one. What somebody leaves out and fewer follow
    than do lowers it.
    """
    followed: dict[InterestKind, list[str]] = {kind: [] for kind in InterestKind}
    dropped: dict[InterestKind, list[str]] = {kind: [] for kind in InterestKind}
    lowered: dict[InterestKind, list[str]] = {kind: [] for kind in InterestKind}
    for each in sorted(shared, key=lambda each: (-each.followers, each.value)):
        if each.followers >= max(1, each.leavers):
            followed[each.kind].append(each.value)
        elif not each.followers and 2 * each.leavers >= members:
            dropped[each.kind].append(each.value)
        else:
            lowered[each.kind].append(each.value)
    word, author, category = InterestKind.WORD, InterestKind.AUTHOR, InterestKind.CATEGORY
    return Interests(
        words=tuple(followed[word]),
        authors=tuple(followed[author]),
        categories=tuple(followed[category]),
        excluded_words=tuple(dropped[word]),
        excluded_authors=tuple(dropped[author]),
        excluded_categories=tuple(dropped[category]),
        lowered_words=tuple(lowered[word]),
        lowered_authors=tuple(lowered[author]),
        lowered_categories=tuple(lowered[category]),
    )


def _parts(text: str) -> list[str]:
    parts = (" ".join(part.split()) for part in _BETWEEN.split(visible_text(text)))
    return [part for part in parts if part]


def _named(kind: InterestKind, value: str, is_left_out: bool) -> Interest:
    key = folded(value)
    if not key:
        raise UserError(
            "One of these has neither a letter nor a digit, so there is nothing to look for. "
            "Take it out, or write it as a word."
        )
    # "C", "C++" and "C#" are three things.
    key += "".join(re.findall(r"[+#]", value))
    if len(value) > LONGEST_VALUE or len(key) > LONGEST_KEY:
        raise UserError(
            f"“{_shown(value)} …” is too long to look for: {LONGEST_VALUE} characters fit. A word "
            "or two find more; put commas between several."
        )
    return Interest(kind, key, value, is_left_out)


def _shown(value: str) -> str:
    return first_characters(re.sub(r"[^\w. -]", "", value), _SHOWN).strip()
