"""arXiv's categories as people type them, checked against its taxonomy. Pure.

``categories.txt`` has a line a category, as https://arxiv.org/category_taxonomy has them: its id, a
tab and its title. Four archives of several (such as cond-mat) are feeds too.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.errors import UserError
from bot.inputs.text import ascii_signs, comparable, first_characters

MAX_CATEGORIES = 8
_NEAREST = 3
_SHOWN = 30
_CLOSENESS = 0.3


def parse_categories(text: str) -> tuple[str, ...]:
    """arXiv categories, between commas or spaces: "cs.LG, stat.ML"; a title stands for its own.

    Raises:
        UserError: as :func:`check_categories`.
    """
    names: list[str] = []
    for part in re.split(r"[,;]", ascii_signs(text)):
        names += [part] if comparable(part) in _by_title() else part.split()
    return check_categories(tuple(names))


def check_categories(categories: tuple[str, ...]) -> tuple[str, ...]:
    """The categories in arXiv's spelling, each once.

    Raises:
        UserError: arXiv has no such category, in which case the nearest are named; there is none,
            or there are more than ``MAX_CATEGORIES``.
    """
    typed = ", ".join(categories)
    wanted = [name for name in categories if comparable(name)]
    if not wanted:
        raise UserError(
            "A feed category looks like `cs.LG` or `stat.ML`; put commas between several. "
            "The list is on https://arxiv.org/category_taxonomy.",
            typed=typed,
        )
    found = tuple(dict.fromkeys(_known(name, typed) for name in wanted))
    if len(found) > MAX_CATEGORIES:
        raise UserError(
            f"At most {MAX_CATEGORIES} categories fit; more would be too much to choose from.",
            typed=typed,
        )
    return found


def title_of(category: str) -> str | None:
    """arXiv's title of a category; None for one that it does not have."""
    return _titles().get(category)


def named(category: str) -> str:
    """``cs.LG · Machine Learning``; the id alone where arXiv has no such category (any more)."""
    title = title_of(category)
    return category if title is None else f"{category} · {title}"


def all_named() -> list[tuple[str, str]]:
    """Each of arXiv's categories with what it is called, in their order."""
    return [(category, named(category)) for category in _titles()]


def _known(name: str, typed: str) -> str:
    """The category that ``name`` is the id or the title of."""
    wanted = comparable(name)
    spelled = {each.casefold(): each for each in _titles()}
    if wanted in spelled:
        return spelled[wanted]
    titled = _by_title().get(wanted, ())
    if len(titled) == 1:
        return titled[0]
    shown = first_characters(re.sub(r"[^\w. -]", "", name), _SHOWN)
    near = ", ".join(f"`{each}` ({_titles()[each]})" for each in titled or _nearest(wanted))
    question = f"Perhaps {near}?" if near else "One looks like `cs.LG` or `stat.ML`."
    raise UserError(
        f"arXiv has no category `{shown}`. {question} All are on "
        "https://arxiv.org/category_taxonomy.",
        typed=typed,
    )


def _nearest(wanted: str) -> list[str]:
    """Those of the same archive first, by how few letters are other ones."""
    archive = wanted.partition(".")[0]
    within = [each for each in _titles() if each.partition(".")[0] == archive]
    choices = within or list(_titles())
    alike = process.extract(
        wanted,
        [each.casefold() for each in choices],
        scorer=OSA.normalized_similarity,
        score_cutoff=0 if within else _CLOSENESS,
        limit=_NEAREST,
    )
    return [choices[place] for _word, _score, place in alike]


@cache
def _titles() -> dict[str, str]:
    """arXiv's titles by category."""
    text = (resources.files("bot.inputs") / "categories.txt").read_text(encoding="utf-8")
    return dict(line.split("\t") for line in text.splitlines())


@cache
def _by_title() -> dict[str, tuple[str, ...]]:
    """The categories of each title, as it is compared."""
    found: dict[str, tuple[str, ...]] = {}
    for category, title in _titles().items():
        found[comparable(title)] = (*found.get(comparable(title), ()), category)
    return found
