"""What a paper is about, in phrases of its own title as somebody would say them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.ranking.learned.terms import EMPTY_WORDS, WORD
from bot.ranking.parts import Read
from bot.ranking.phrases import normal

_MOST_PHRASES = 2
_MOST_WORDS = 5
# "Self-supervised", "3D", "C++", "don't" and "GPT-4.1" are a word each.
_TOKEN = re.compile(r"[^\W_](?:[\w+#]|[-\u2010\u2011.'’](?=\w))*")
# What leads up to a thing, or says only that there is a paper on it.
_LEADS = re.compile(
    r"towards?|via|using|without|within|among|across|per|beyond|upon|vs|versus|based|let|needs?"
    r"|(?:improv|enhanc|enabl|rethink|revisit|introduc|explor|investigat|unlock|leverag|understand"
    r"|mak|mitigat|advanc|empower|harness|bridg|unveil|demystify|boost|push|stop|caus|foster"
    r"|possess|reveal|matter|demonstrat|tackl|show|know)(?:e|es|s|ing)?|may|might|must|cannot|truly"
    r"|new|novel|simple|study|approach|case|perspective|survey|report|technical|paper|exploration"
    r"|method|framework|way|role|power|look|comprehensive",
    re.IGNORECASE,
)
# Names that stand in front of a thing keep their capital.
_NAMES = re.compile(
    r"(?:gauss|bayes|markov|monte|carlo|fourier|hilbert|euclid|riemann|wasserstein|hess|lipschitz"
    r"|nash|boltzmann|schr[oö]dinger|hamilton|lagrang|laplac|newton|langevin|bregman|jacobi|turing"
    r"|kolmogorov|arnold|r[eé]nyi|shannon|fisher|mamba|python|english|chinese|arabic|indic|hindi"
    r"|german|french|japanese|korean|spanish|africa|europe|wikipedia|reddit|twitter|discord)\w*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of a title: as it stands there, and as terms have it."""

    shown: str
    plain: str
    at: int


def own_words(paper: Read, terms: Sequence[str]) -> str:
    """``about …``: the phrases of a title with most of ``terms``, which come strongest first.

    A name before a colon is passed over where something follows it. Of a title that has none of
    the terms nothing is said: words of an abstract, taken by themselves, make no phrase.
    """
    worth = {term: len(terms) - place for place, term in enumerate(terms)}
    head, colon, rest = paper.candidate.title.partition(":")
    phrases = [*_phrases(rest, worth)] if colon else []
    phrases = phrases or [*_phrases(head, worth)]
    phrases.sort(key=lambda found: -found[0])
    # Beside others, a single word tells little.
    several = [phrase for _worth, phrase in phrases if " " in phrase or "-" in phrase]
    told = several or [phrase for _worth, phrase in phrases[:1]]
    return "about " + ", ".join(told[:_MOST_PHRASES]) if told else ""


def _phrases(text: str, worth: Mapping[str, int]) -> Iterator[tuple[int, str]]:
    """Each phrase of a part of a title with what its words are worth, if they are anything."""
    is_headline = _is_headline(text)
    first = next(_TOKEN.finditer(text), None)
    for run in _runs(text):
        windows = [
            (_worth(window, worth), end, window)
            for end in range(1, len(run) + 1)
            # Before that, a phrase lacks its noun.
            if end == len(run) or run[end].plain == "of"
            if (window := _window(run, end))
        ]
        # Of two that are worth the same, the later: what a phrase is about stands at its end.
        best, _end, words = max(windows, key=lambda found: found[:2], default=(0, 0, ()))
        if best:
            yield (
                best,
                " ".join(
                    _as_said(
                        word.shown, is_headline or (first is not None and word.at == first.start())
                    )
                    for word in words
                ),
            )


def _runs(text: str) -> Iterator[list[_Word]]:
    """The words that stand together, with nothing between them that divides a sentence."""
    run: list[_Word] = []
    after = 0
    found = [*_TOKEN.finditer(text)]
    for place, token in enumerate(found):
        word = _Word(token[0], " ".join(WORD.findall(normal(token[0]))), token.start())
        follows = place + 1 < len(found) and not _divides(found[place + 1][0])
        joins = word.plain == "of" and bool(run) and follows
        if text[after : token.start()].strip() or (_divides(token[0]) and not joins):
            yield run
            run = []
        if not _divides(token[0]) or joins:
            run.append(word)
        after = token.end()
    yield run


def _window(run: Sequence[_Word], end: int) -> Sequence[_Word]:
    """The words before ``end``, as many as are said in one breath."""
    words = run[max(0, end - _MOST_WORDS) : end]
    while words and (words[0].plain == "of" or words[0].plain.endswith("ly")):
        words = words[1:]
    return words


def _worth(words: Sequence[_Word], worth: Mapping[str, int]) -> int:
    text = f" {' '.join(word.plain for word in words)} "
    return sum(value for term, value in worth.items() if f" {term} " in text)


def _divides(token: str) -> bool:
    return token.casefold() in EMPTY_WORDS or _LEADS.fullmatch(token) is not None


def _is_headline(text: str) -> bool:
    """Whether a title Writes Its Words Like This, so that capitals say nothing."""
    long = [token[0] for token in _TOKEN.finditer(text) if len(token[0]) > 3][1:]
    return bool(long) and 2 * sum(word[0].isupper() for word in long) > len(long)


def _as_said(word: str, has_capital: bool) -> str:
    """Within a sentence: without a capital, but for acronyms and names."""
    return "-".join(_small(part, has_capital) for part in word.split("-"))


def _small(word: str, has_capital: bool) -> str:
    is_plain = word.isalpha() and word.istitle() and len(word) > 1
    return word.lower() if has_capital and is_plain and not _NAMES.fullmatch(word) else word
