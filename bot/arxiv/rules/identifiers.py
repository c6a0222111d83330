"""arXiv's identifiers, in every form in which people paste them. Pure.

The key of a paper is its id without version (A3). Forms after arXiv's description of
its identifier scheme: ``YYMM.NNNN`` from April 2007, ``YYMM.NNNNN`` from January 2015, before that
``archive/YYMMNNN``, where a subject class (``math.GT``) is not part of the id.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import unquote

from bot.inputs.text import ascii_signs

MAX_LENGTH = 32
"""No id without version is longer."""

_ARCHIVES = (
    r"acc-phys|adap-org|alg-geom|ao-sci|astro-ph|atom-ph|bayes-an|chao-dyn|chem-ph|"
    r"cmp-lg|comp-gas|cond-mat|cs|dg-ga|funct-an|gr-qc|hep-ex|hep-lat|hep-ph|hep-th|"
    r"math-ph|math|mtrl-th|nlin|nucl-ex|nucl-th|patt-sol|physics|plasm-ph|q-alg|"
    r"q-bio|quant-ph|solv-int|supr-con"
)
_SITES = (
    r"arxiv\.org|alphaxiv\.org|ar5iv\.org|scirate\.com|huggingface\.co|hf\.co|"
    r"semanticscholar\.org|inspirehep\.net|arxiv-vanity\.com|xxx\.lanl\.gov"
)
# An id counts in a link to a site that shows arXiv's papers, after "arXiv" in whatever text or
# link, and by itself; in other sites' links the same digits mean something else.
_IN_A_LINK = rf"(?<![\w.-])(?:[a-z0-9-]+\.)*(?:{_SITES})/(?:[^\s<>\"]{{0,100}}?[/:=#?.])??"
_NAMED = r"(?<![a-z0-9])arxiv(?:\.org)?[\s:./#-]*"
# "CoRR abs/2203.02155" in a list of references; not within a link to some other site.
_AS_A_PATH = r"(?<![\w./-])(?:abs|pdf)/"
_ALONE = r"(?<![^\W_])(?<![./-])"
# Some write the archive before a new id too. 2203.02155 is no part of 2203.021557 or 2203.02155.7.
_ID = re.compile(
    rf"(?:{_IN_A_LINK}|{_NAMED}|{_AS_A_PATH}|{_ALONE})"
    rf"(?:(?P<archive>{_ARCHIVES})(?:\.[a-z-]+)?/)?"
    r"(?:(?P<new>[0-9]{4}\.[0-9]{4,5})|(?<=/)(?P<old>[0-9]{7}))"
    r"(?:v(?P<version>[1-9][0-9]{0,3}))?(?![^\W_]|[./-][0-9])",
    re.IGNORECASE,
)
_HYPHENS = re.compile("[\u2010-\u2015\u2212]")
_CATEGORY = re.compile(r"[A-Za-z-]{2,20}(?:\.[A-Za-z-]{2,20})?")
_FIRST_NEW, _FIRST_FIVE_DIGITS, _FIRST_OLD = (2007, 4), (2015, 1), (1991, 7)


@dataclass(frozen=True, slots=True)
class ArxivId:
    """A paper's ``key`` (the id without version) and the version that was named, if any."""

    key: str
    version: int | None = None


class SeveralIds(ValueError):
    """There are ids of several papers in a text: ``keys``, in the order in which they stand."""

    def __init__(self, keys: list[str]) -> None:
        """Keep which ones they are."""
        super().__init__("several arXiv ids")
        self.keys = keys


def parse(text: str) -> ArxivId:
    """The one id in ``text``: bare or with ``arXiv:``, a DOI, or a link to a site that shows it.

    Whatever stands around it does not matter; nor does it if the same paper is named twice.

    Raises:
        SeveralIds: there are ids of different papers.
        ValueError: there is none.
    """
    named = _all_in(text)
    keys = list(dict.fromkeys(found.key for found in named))
    if not keys:
        raise ValueError("not an arXiv id")
    if len(keys) > 1:
        raise SeveralIds(keys)
    versions = {found.version for found in named if found.version}
    return ArxivId(keys[0], versions.pop() if len(versions) == 1 else None)


def find_keys(text: str) -> list[str]:
    """The keys of all papers that ``text`` names as `parse` reads them, each once, in its order."""
    return list(dict.fromkeys(found.key for found in _all_in(text)))


def abstract_url(key: str) -> str:
    """The page of the paper's newest version."""
    return f"https://arxiv.org/abs/{key}"


def pdf_url(key: str) -> str:
    """The newest version as a PDF."""
    return f"https://arxiv.org/pdf/{key}"


def html_url(key: str) -> str:
    """The newest version as a page, where arXiv has made one."""
    return f"https://arxiv.org/html/{key}"


def is_category(text: str) -> bool:
    """Whether ``text`` has the form of an arXiv category, such as ``cs.LG`` or ``hep-th``."""
    return _CATEGORY.fullmatch(text) is not None


def _all_in(text: str) -> list[ArxivId]:
    return [found for match in _ID.finditer(_plain(text)) if (found := _read(match))]


def _plain(text: str) -> str:
    """``text`` with plain digits and hyphens, and nothing that cannot be seen."""
    seen = unicodedata.normalize("NFKC", ascii_signs(unquote(text)))
    return _HYPHENS.sub("-", seen)


def _read(found: re.Match[str]) -> ArxivId | None:
    """The id that was found, or None where arXiv never gave one like it."""
    version = int(found["version"]) if found["version"] else None
    if found["new"]:
        key = found["new"]
        year, month, number = 2000 + int(key[:2]), int(key[2:4]), key[5:]
        digits = 5 if (year, month) >= _FIRST_FIVE_DIGITS else 4
        known = (year, month) >= _FIRST_NEW and len(number) == digits
    else:
        key = f"{found['archive'].lower()}/{found['old']}"
        short_year, month, number = int(found["old"][:2]), int(found["old"][2:4]), found["old"][4:]
        year = short_year + (1900 if short_year >= 91 else 2000)
        known = _FIRST_OLD <= (year, month) < _FIRST_NEW
    return ArxivId(key, version) if known and 1 <= month <= 12 and int(number) else None
