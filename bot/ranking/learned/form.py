"""What can be told of a paper besides its subject: how it is written, by how many, where listed."""

from __future__ import annotations

import math
import re
from functools import lru_cache

from bot.ranking.learned.terms import KEPT
from bot.ranking.parts import Read

_LANGUAGE_MODEL = re.compile(r"\bllms?\b|language model")
_SURPRISE = re.compile(r"surpris|remarkabl|notabl")
_OPEN = re.compile(r"technical report|open ?(?:source|weight)")
_CODE = re.compile(
    r"github|https? url|code (?:is|are|will)|publicly available|we release|open sourc"
)
_INTRODUCES = re.compile(r"\bwe (?:introduce|present)\b")
_NAMED = re.compile(r"[\w.$^{}\\-]+\s?[\w-]*:")
_MEASURES = re.compile(r"bench|evaluat|dataset")

FEATURES = (
    "number of authors",
    "words in the title",
    "in cs.CL",
    "about language models",
    "says that it surprises",
    "open or a technical report",
    "releases code",
    "introduces something",
    "title with a colon",
    "title begins with a name",
    "title of a benchmark",
)
"""What `features` gives, in this order."""

OF_SUBJECT = ("in cs.CL", "about language models")
"""Those that are a matter of subject rather than of form."""


def features(paper: Read) -> list[float]:
    """Numbers of comparable size; absent things are 0."""
    candidate = paper.candidate
    lists = {*candidate.categories, *candidate.new_in, *candidate.cross_in}
    return [
        math.log1p(len(candidate.authors)),
        math.log1p(len(paper.title.split())),
        float("cs.CL" in lists),
        *of_texts(paper.title, paper.abstract),
        float(":" in paper.title),
        float(_NAMED.match(candidate.title) is not None),
        float(_MEASURES.search(paper.title) is not None),
    ]


@lru_cache(maxsize=KEPT)
def of_texts(title: str, abstract: str) -> tuple[float, ...]:
    """Those of `features` that take longest to find; what it gives is kept."""
    return (
        float(_LANGUAGE_MODEL.search(abstract) is not None),
        float(_SURPRISE.search(abstract) is not None),
        float(_OPEN.search(f"{title}\n{abstract}") is not None),
        float(_CODE.search(abstract) is not None),
        float(_INTRODUCES.search(abstract) is not None),
    )
