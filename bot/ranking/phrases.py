"""Words and phrases, found in a text in any spelling and shown as they were given."""

from __future__ import annotations

import re
from collections.abc import Collection, Container, Iterable, Iterator

from bot.inputs.text import comparable, without_accents

_SEPARATORS = re.compile(r"[\u2010-\u2015_/-]")
_BRITISH = re.compile(r"is(?=ations?\b|ed\b|ing\b|e[sd]?\b)")
# What `normal` leaves as it is, since texts are made so too where a taste is learned from them.
_SPELT = (
    ("iser", "izer"),
    ("modelling", "modeling"),
    ("modelled", "modeled"),
    ("labelling", "labeling"),
    ("labelled", "labeled"),
    ("behaviour", "behavior"),
    ("neighbour", "neighbor"),
    ("colour", "color"),
    ("centre", "center"),
    ("defence", "defense"),
    ("analyse", "analyze"),
    ("analysing", "analyzing"),
)
# Ends of a singular and of what a plural is without its s: policy and policies, analysis and
# analyses, loss and losses.
_PLURALS = (
    ("y", "ie"),
    ("ie", "y"),
    ("si", "se"),
    ("se", "si"),
    *((f"{end}e", end) for end in ("s", "x", "z", "ch", "sh")),
)
_LETTERS = re.compile(r"\w")
_WORD = re.compile(r"\w+")
_REST = re.compile(r"(?:s|es)?(?!\w)")

Word = tuple[str, int, int]
"""A word of a text, and where it begins and ends."""


def normal(text: str) -> str:
    """Lower case, American endings for British ones, plain dashes and spaces."""
    return " ".join(_BRITISH.sub("iz", _SEPARATORS.sub(" ", comparable(text))).split())


def searchable(text: str) -> str:
    """A text that is `normal`, as `Phrases` looks in it: accents do not matter."""
    return without_accents(text)


class Phrases:
    """Phrases to look for in `searchable` texts. One or several of a thing are the same."""

    def __init__(self, phrases: Iterable[str]) -> None:
        """Of two spellings of one phrase, the first is the one shown. Those without a letter or
        digit are left out."""
        self._shown: dict[str, str] = {}
        meant: dict[str, str] = {}
        for phrase in phrases:
            forms = _forms(searchable(normal(phrase)))
            if _LETTERS.search(stem := forms[0]) and meant.keys().isdisjoint(forms):
                self._shown[stem] = " ".join(phrase.split())
                meant.update(dict.fromkeys(forms, stem))
        # By their first word, so that each word of a text is looked up once, however many there
        # are. The longest first, so that "federated learning" is not taken for "learning".
        self._by_word: dict[str, list[tuple[str, str, int]]] = {}
        for form in sorted(meant, key=lambda form: (-len(form), form)):
            word, begin, end = next(words_of(form))
            for each in (word, word + "s", word + "es") if end == len(form) else (word,):
                self._by_word.setdefault(each, []).append((form, meant[form], begin))

    @property
    def words(self) -> Collection[str]:
        """The words with one of which each of them begins."""
        return self._by_word.keys()

    def find(self, text: str) -> tuple[str, ...]:
        """Those that stand in ``text``, in the order in which they were given."""
        return tuple(self.places(text, words_of(text))) if self._shown else ()

    def places(self, text: str, words: Iterable[Word]) -> dict[str, int]:
        """Where each that stands in ``text``, whose ``words`` these are, stands first."""
        first: dict[str, int] = {}
        over = 0
        for word, begin, _end in words:
            if begin < over or word not in self._by_word:
                continue
            for form, stem, lead in self._by_word[word]:
                if end := _end_of(form, text, begin - lead):
                    first.setdefault(stem, begin)
                    over = end
                    break
        return {shown: first[stem] for stem, shown in self._shown.items() if stem in first}


def words_of(text: str) -> Iterator[Word]:
    """The words of a text, each with where it begins and ends."""
    return ((found[0], *found.span()) for found in _WORD.finditer(text))


def words_among(text: str, looked_for: Container[str]) -> list[Word]:
    """Those words of a text that are ``looked_for``."""
    return [
        (word, found.start(), found.end())
        for found in _WORD.finditer(text)
        if (word := found[0]) in looked_for
    ]


def _end_of(form: str, text: str, begin: int) -> int:
    """Where a phrase ends that stands at ``begin``, in the singular or plural; 0 if none does."""
    if begin < 0 or not text.startswith(form, begin):
        return 0
    if begin and _LETTERS.match(text, begin - 1):
        return 0
    found = _REST.match(text, begin + len(form))
    return found.end() if found else 0


def _singular(phrase: str) -> str:
    return (
        phrase[:-1] if len(phrase) > 3 and phrase[-1] == "s" and phrase[-2] not in "su" else phrase
    )


def _forms(phrase: str) -> tuple[str, ...]:
    """A phrase in the singular, then as it was, and as it or its plural without s is also spelt.

    A form that nobody writes does no harm: no text has it.
    """
    american = british = singular = _singular(phrase)
    for one, other in _SPELT:
        american = american.replace(one, other)
        british = british.replace(other, one)
    forms = dict.fromkeys((singular, phrase, american, british))
    for each in tuple(forms):
        for end, other in _PLURALS:
            if len(each) > len(end) + 1 and each.endswith(end):
                forms[each.removesuffix(end) + other] = None
    return tuple(forms)
