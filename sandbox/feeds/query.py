"""The search language of the arXiv API, as far as a bot uses it.

`cat:cs.CL AND (ti:"test-time scaling" OR au:liu) ANDNOT abs:survey`, with the fields ti, au, abs,
cat, id and all, quoted phrases, `*` at the end of a word, and `submittedDate:[202503010000 TO
202503312359]`. Terms that stand side by side are joined by OR, as arXiv joins them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime

from sandbox.feeds.papers import Paper

Predicate = Callable[[Paper], bool]

_TOKEN = re.compile(
    r"""\s*(?:
        (?P<open>\() | (?P<close>\)) |
        (?P<join>ANDNOT|AND|OR)(?=[\s()]|$) |
        (?:(?P<field>[a-zA-Z]+):)?(?:"(?P<phrase>[^"]*)"|\[(?P<span>[^\]]*)\]|(?P<word>[^\s()"]+))
    )""",
    re.VERBOSE,
)
_FIELDS: dict[str, Callable[[Paper], str]] = {
    "ti": lambda paper: paper.title,
    "au": lambda paper: " ; ".join(paper.authors),
    "abs": lambda paper: paper.summary,
    "id": lambda paper: paper.id,
    "all": lambda paper: " ; ".join(
        (paper.title, *paper.authors, paper.summary, *paper.categories, paper.id)
    ),
}


class BadQuery(ValueError):
    """A query that cannot be read; its text is what the API's error entry says."""


def parse(text: str) -> Predicate:
    """The query as a test on papers. Raises `BadQuery`."""
    tokens = _tokens(text)
    predicate = _expression(tokens)
    if tokens:
        raise BadQuery("unbalanced parentheses in search_query")
    return predicate


def _tokens(text: str) -> list[re.Match[str]]:
    tokens = []
    position = 0
    text = text.rstrip()
    while position < len(text):
        found = _TOKEN.match(text, position)
        if found is None or found.end() == position:
            raise BadQuery(f"cannot read search_query at character {position}")
        tokens.append(found)
        position = found.end()
    tokens.reverse()
    return tokens


def _expression(tokens: list[re.Match[str]]) -> Predicate:
    left = _operand(tokens)
    while tokens and not tokens[-1]["close"]:
        join = tokens.pop()["join"] if tokens[-1]["join"] else "OR"
        left = _joined(join, left, _operand(tokens))
    return left


def _operand(tokens: list[re.Match[str]]) -> Predicate:
    if not tokens or tokens[-1]["close"] or tokens[-1]["join"]:
        raise BadQuery("a term is missing in search_query")
    token = tokens.pop()
    if not token["open"]:
        return _term(token)
    inner = _expression(tokens)
    if not tokens:
        raise BadQuery("unbalanced parentheses in search_query")
    tokens.pop()
    return inner


def _joined(join: str, left: Predicate, right: Predicate) -> Predicate:
    if join == "AND":
        return lambda paper: left(paper) and right(paper)
    if join == "ANDNOT":
        return lambda paper: left(paper) and not right(paper)
    return lambda paper: left(paper) or right(paper)


def _term(token: re.Match[str]) -> Predicate:
    field = token["field"] or "all"
    if token["span"] is not None:
        return _between(field, token["span"])
    value = token["phrase"] if token["phrase"] is not None else token["word"]
    if field == "cat":
        pattern = _pattern(value, whole=True)
        return lambda paper: any(pattern.fullmatch(category) for category in paper.categories)
    if field not in _FIELDS:
        raise BadQuery(f"unknown field {field} in search_query")
    read, pattern = _FIELDS[field], _pattern(value, whole=False)
    return lambda paper: pattern.search(read(paper)) is not None


def _pattern(value: str, *, whole: bool) -> re.Pattern[str]:
    words = r"\W+".join(
        re.escape(word).replace(r"\*", r"[\w.-]*") for word in value.replace("_", " ").split()
    )
    return re.compile(words if whole else rf"(?<!\w){words}(?!\w)", re.IGNORECASE)


def _between(field: str, span: str) -> Predicate:
    first, separator, last = span.partition(" TO ")
    if field not in ("submittedDate", "lastUpdatedDate") or not separator:
        raise BadQuery("a range needs submittedDate:[YYYYMMDDHHMM TO YYYYMMDDHHMM]")
    low, high = _day(first), _day(last)
    return lambda paper: low <= paper.published <= high


def _day(text: str) -> date:
    try:
        return datetime.strptime(text.strip()[:8], "%Y%m%d").date()  # noqa: DTZ007  (a date only)
    except ValueError:
        raise BadQuery(f"{text.strip()} is no date") from None
