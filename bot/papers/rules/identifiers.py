"""arXiv's identifiers, in every form in which people paste them. Pure.

The key of a paper is its id without version (A3). Forms after arXiv's description of
its identifier scheme: ``YYMM.NNNN`` from April 2007, ``YYMM.NNNNN`` from January 2015, before that
``archive/YYMMNNN``, where a subject class (``math.GT``) is not part of the id.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MAX_LENGTH = 32
"""No id without version is longer."""

_NEW = re.compile(r"(?P<month>[0-9]{4})\.(?P<number>[0-9]{4,5})(?:v(?P<version>[1-9][0-9]{0,3}))?")
_OLD = re.compile(
    r"(?P<archive>[a-z]+(?:-[a-z]+)?)(?:\.[a-z]{2})?/(?P<month>[0-9]{4})(?P<number>[0-9]{3})"
    r"(?:v(?P<version>[1-9][0-9]{0,3}))?",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"(?:https?://)?(?:[a-z0-9-]+\.)?arxiv\.org/(?:abs|pdf|html|ps|format|src|e-print)/"
    r"(?P<id>[^?#\s]+?)(?:\.pdf|\.ps|\.gz)?/?(?:[?#].*)?",
    re.IGNORECASE,
)
_PREFIX = re.compile(
    r"(?:oai:arxiv\.org:|arxiv:\s?|(?:https?://)?(?:dx\.)?doi\.org/10\.48550/arxiv\."
    r"|10\.48550/arxiv\.)",
    re.IGNORECASE,
)
_ARCHIVES = re.compile(
    r"acc-phys|adap-org|alg-geom|ao-sci|astro-ph|atom-ph|bayes-an|chao-dyn|chem-ph|"
    r"cmp-lg|comp-gas|cond-mat|cs|dg-ga|funct-an|gr-qc|hep-ex|hep-lat|hep-ph|hep-th|"
    r"math|math-ph|mtrl-th|nlin|nucl-ex|nucl-th|patt-sol|physics|plasm-ph|q-alg|"
    r"q-bio|quant-ph|solv-int|supr-con"
)
_CATEGORY = re.compile(r"[A-Za-z-]{2,20}(?:\.[A-Za-z-]{2,20})?")
_FIRST_NEW, _FIRST_FIVE_DIGITS, _FIRST_OLD = (2007, 4), (2015, 1), (1991, 7)


@dataclass(frozen=True, slots=True)
class ArxivId:
    """A paper's ``key`` (the id without version) and the version that was named, if any."""

    key: str
    version: int | None = None


def parse(text: str) -> ArxivId:
    """The id in ``text``: bare, with ``arXiv:``, a link to the abs, pdf or html page, or a DOI.

    Raises:
        ValueError: it is none of these.
    """
    text = text.strip().removeprefix("<").removesuffix(">").strip()
    address = _ADDRESS.fullmatch(text)
    text = address["id"] if address else _PREFIX.sub("", text, count=1)
    if found := _NEW.fullmatch(text):
        year, month = 2000 + int(found["month"][:2]), int(found["month"][2:])
        digits = 5 if (year, month) >= _FIRST_FIVE_DIGITS else 4
        known = (year, month) >= _FIRST_NEW and len(found["number"]) == digits
        key = f"{found['month']}.{found['number']}"
    elif found := _OLD.fullmatch(text):
        archive = found["archive"].lower()
        short_year, month = int(found["month"][:2]), int(found["month"][2:])
        year = short_year + (1900 if short_year >= 91 else 2000)
        known = (
            _ARCHIVES.fullmatch(archive) is not None and _FIRST_OLD <= (year, month) < _FIRST_NEW
        )
        key = f"{archive}/{found['month']}{found['number']}"
    else:
        raise ValueError("not an arXiv id")
    if not known or not 1 <= month <= 12 or int(found["number"]) == 0:
        raise ValueError("not an arXiv id")
    return ArxivId(key, int(found["version"]) if found["version"] else None)


def abstract_url(key: str) -> str:
    """The page of the paper's newest version."""
    return f"https://arxiv.org/abs/{key}"


def is_category(text: str) -> bool:
    """Whether ``text`` has the form of an arXiv category, such as ``cs.LG`` or ``hep-th``."""
    return _CATEGORY.fullmatch(text) is not None
