"""Whether a paper was withdrawn, by what stands in its texts. Pure.

arXiv keeps withdrawn papers: a last version says so in its abstract, its comment or its title, in
the words of its authors or of arXiv's administrators.
"""

from __future__ import annotations

import re

_PAPER = (
    r"(?:(?:present|current|above|following|arxiv|old(?:er)?) )*"
    r"(?:paper|article|submission|manuscript|pre-?print|e-?print|work|version|note|report|draft|"
    r"letter|thesis|document|contribution|publication|entry)(?: v?[0-9]+)?"
)
_WITHDRAWN = r"(?:withdrawn|withdrew|retracted|removed by arxiv)"
_HAS_BEEN = r"(?:(?:has|have|had|is|are|was|were|been|being|now|hereby|\w+ly|\w+ and) ){1,5}"
# Hardly any abstract does, and then its sentences need not be looked at.
_MENTIONS_IT = re.compile(r"withdr|retract|removed\s+by\s+arxiv", re.IGNORECASE)
_DOES = r"(?:(?:has|have|had|hereby|now|\w+ly|decided to|wish(?:es)? to|would like to|must) )*"
_SAYS_SO = re.compile(
    # "This paper has been withdrawn by …", wherever a sentence begins.
    rf"(?:^|[.!?;:*(\[] ?)this {_PAPER} (?:{_HAS_BEEN})?{_WITHDRAWN}\b"
    # "Due to an error, this paper has been withdrawn."
    rf"|(?:^|[.!?] )(?:due to|because of|owing to) [^.!?]{{1,200}}, (?:this|the|our) {_PAPER}"
    rf" {_HAS_BEEN}{_WITHDRAWN}\b"
    # "The author has withdrawn this paper", "We withdraw this submission".
    rf"|(?:^|[.!?] )(?:(?:the |all )?(?:\w+ )?authors?|we|i) {_DOES}"
    rf"(?:withdraws?|retracts?|{_WITHDRAWN}) (?:this|the|our|my) {_PAPER}\b"
    # At the beginning alone, as "The paper was withdrawn" may be about another.
    rf"|^\W*(?:(?:(?:the|our) )?{_PAPER}|arxiv:\S+) {_HAS_BEEN}{_WITHDRAWN}\b"
    rf"|^\W*(?:{_PAPER} )?{_WITHDRAWN}(?:\W*$|[\])]|[.:!;,-]"
    r"| (?:by|due|because|for|as|since|from|pending)\b)",
    re.IGNORECASE,
)
_TITLE_SAYS_SO = re.compile(
    rf"^\W*{_WITHDRAWN}(?:\W*$|\s*[:\])]|\s[-–—])|[(\[]\s*{_WITHDRAWN}\s*[)\]]\W*$", re.IGNORECASE
)


def is_withdrawn(title: str, abstract: str, comment: str = "") -> bool:
    """Whether the texts of a paper's newest version say that it is withdrawn."""
    texts = (" ".join(text.split()) for text in (abstract, comment) if _MENTIONS_IT.search(text))
    return bool(_TITLE_SAYS_SO.search(title)) or any(map(_SAYS_SO.search, texts))
