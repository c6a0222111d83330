"""Where a paper was accepted, by its authors' comment and its journal reference at arXiv. Pure.

Nothing is said of what is only hoped for ("submitted to", "under review at"), of what was turned
down, and of what takes place beside a conference: a workshop, a challenge, a tutorial or a demo has
the conference's name but not its reviewers. *Findings* are named as such.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.inputs.text import first_characters

MAX_VENUE = 80
"""Characters of a venue's name that are kept."""

_MAX_TEXT = 1_000

# Acronyms as their authors write them, then what is written out. Those that are words of other
# fields too count in capitals alone.
_WELL_KNOWN: dict[str, tuple[str, str]] = {
    "NeurIPS": (r"(?i:neurips)|NIPS", "neural information processing systems"),
    "ICML": ("(?i:icml)", r"international conference on machine learning(?!,? (?:and|tech))"),
    "ICLR": ("(?i:iclr)", "international conference on learning representations"),
    "CVPR": ("(?i:cvpr)", "computer vision and pattern recognition"),
    "ICCV": ("(?i:iccv)", "international conference on computer vision(?! theory)"),
    "ECCV": ("(?i:eccv)", "european conference on computer vision"),
    "WACV": ("(?i:wacv)", "winter conference on applications of computer vision"),
    "BMVC": ("(?i:bmvc)", "british machine vision conference"),
    "TACL": (
        "(?i:tacl)",
        "transactions of the association for computational linguistics",
    ),
    "EMNLP": ("(?i:emnlp)", "empirical methods in natural language processing"),
    "NAACL": (
        "(?i:naacl)",
        r"(?:north american|nations of the americas) chapter of the association for computational"
        " linguistics",
    ),
    "EACL": ("EACL", "european chapter of the association for computational linguistics"),
    "AACL": ("AACL", "asia-pacific chapter of the association for computational linguistics"),
    "ACL": ("ACL", "(?:meeting|findings) of the association for computational linguistics"),
    "COLING": ("COLING", "international conference on computational linguistics"),
    "COLM": ("COLM", r"conference on language model(?:l)?ing"),
    "AAAI": ("AAAI", "aaai conference on artificial intelligence"),
    "IJCAI": ("(?i:ijcai)", "international joint conferences? on artificial intelligence"),
    "ECAI": ("ECAI", "european conference on artificial intelligence"),
    "AISTATS": ("(?i:aistats)", "conference on artificial intelligence and statistics"),
    "UAI": ("UAI", "uncertainty in artificial intelligence"),
    "COLT": ("COLT", "conference on learning theory"),
    "KDD": ("KDD", "conference on knowledge discovery and data mining"),
    "ECML PKDD": (r"ECML[ /-]*PKDD|ECML", "european conference on machine learning"),
    "WWW": ("WWW|TheWebConf", "the web conference"),
    "SIGIR": ("SIGIR", "research and development in information retrieval"),
    "CIKM": ("CIKM", "conference on information and knowledge management"),
    "WSDM": ("WSDM", "conference on web search and data mining"),
    "RecSys": ("(?i:recsys)", "conference on recommender systems"),
    "MLSys": ("(?i:mlsys)", "conference on machine learning and systems"),
    "CoRL": ("(?i:corl)", "conference on robot learning"),
    "ICRA": ("ICRA", "international conference on robotics and automation"),
    "IROS": ("IROS", "conference on intelligent robots and systems"),
    "ICASSP": ("(?i:icassp)", "conference on acoustics, speech,? and signal processing"),
    "Interspeech": ("(?i:interspeech)", "conference of the international speech communication"),
    "MICCAI": ("(?i:miccai)", "medical image computing and computer[- ]assisted intervention"),
    "SIGGRAPH": ("SIGGRAPH(?: Asia)?", "conference on computer graphics and interactive"),
    "FAccT": ("(?i:facct)", "conference on fairness, accountability,? and transparency"),
    "LoG": ("LoG", "learning on graphs conference"),
    "JMLR": ("JMLR", r"(?:journal of|j\.) mach(?:ine|\.) learn(?:ing|\.) res(?:earch|\.)"),
    "TMLR": ("TMLR", "transactions on machine learning research"),
    "TPAMI": ("TPAMI|PAMI", "transactions on pattern analysis and machine intelligence"),
    "IJCV": ("IJCV", "international journal of computer vision"),
}
_HAVE_FINDINGS = ("ACL", "EMNLP", "NAACL", "EACL", "AACL")
_SHAPES = {
    name: re.compile(rf"(?<![A-Za-z])(?:{short})(?![A-Za-z])|(?i:{whole})")
    for name, (short, whole) in _WELL_KNOWN.items()
}

_SHORT_NAMES = re.compile(
    rf"(?<![A-Za-z])(?:{'|'.join(sorted(_WELL_KNOWN, key=len, reverse=True))})(?![A-Za-z])"
)
_ITS_YEAR = re.compile(r"(?<![0-9])(?:20[0-9]{2}|['’][0-9]{2})(?![0-9])")

_YEAR = r"(?:['’\s-]*(?:20)?[0-9]{2}(?![0-9]))"
_SAYS_SO = (
    r"(?:accept(?:ed|ance)?|to appear|appear(?:s|ed|ing)? (?:in|at)|published|publication|presented"
    r"|camera[ -]?ready|forthcoming|in press|proc(?:eedings|\.)?|oral|spotlight|highlight|poster)\b"
)
_SOMETHING_NEW = (
    rf"(?:(?:an?|is|was|has been|it|this|also|now|currently|previously|originally|later) )*"
    rf"(?:{_SAYS_SO}|(?:re)?submitted|submission|under |in review|rejected"
    r"|(?:earlier|short(?:er)?|preliminary|previous|extended|journal|conference) version)"
)
_DOT = r"(?<!\bproc)(?<!\bint)(?<!\bintl)(?<!\bconf)(?<!\btrans)(?<!\badv)(?<!\bsymp)\.(?=\s|$)"
_CLAUSE = re.compile(
    rf"{_DOT}|[;|\n]|(?:[,(]|\b(?:and|but|while)\b)\s*(?={_SOMETHING_NEW})", re.IGNORECASE
)
_NOT_THERE = re.compile(
    r"submi|\breview|consideration|reject|declin|withdr|not accepted"
    # Beside the conference.
    r"|workshops?\b|\bw[ks]{1,2}hp?\b|(?-i:[A-Z]{4,}W\b)|challenge|competition|shared task"
    r"|tutorial|\bblog|consortium|abstract|non[- ]?archival|late[- ]breaking"
    r"|\bdemos? (?:track|paper)|demonstration|tiny papers?|satellite|in conjunction|co-?located"
    # Another paper, or none yet.
    r"|template|\bstyle|\bformat|\bplan|intend|\btarget|\baim|prepar|solution|leaderboard"
    r"|extended version of|extension of|follow[- ]?up|builds? (?:up)?on|supersede|instead",
    re.IGNORECASE,
)
_VERB = re.compile(rf"\b{_SAYS_SO}", re.IGNORECASE)
_BARE = re.compile(
    r"\W*(?:(?:in|at|@|of|the|findings|this is|main|conference|paper|ieee/?(?:cvf)?|acm"
    rf"|[0-9]+(?:st|nd|rd|th)|20[0-9][0-9])\W+)*\0{_YEAR}(?:\W+(?:in|as|an?|the|main|conference"
    r"|tracks?|long|short|papers?|findings|regular|research|position|industry|datasets?|and"
    r"|benchmarks?|best|award|candidate|honou?rable|mention|[a-z]+ [0-9]{4}))*\W*",
    re.IGNORECASE,
)
_WORD = r"(?:[A-Z][\w&/+-]*|of|on|and|for|in|the)"
_NAMED = re.compile(
    r"\b(?:[Aa]ccept(?:ed|ance)|[Tt]o [Aa]ppear|[Pp]ublished|[Ff]orthcoming)(?: [a-z]+){0,4}?"
    r" (?:at|to|in|by|for)(?: the)?(?: [0-9]+(?:st|nd|rd|th))?(?: 20[0-9]{2})?"
    rf" (?P<name>[A-Z][\w&/+-]*(?: {_WORD}){{0,8}}?)"
    r"(?P<year>['’\s-]*(?:20)?[0-9]{2}\b|\s*$|\s*\()"
)
_ACRONYM = re.compile(r"(?:^|\s|/)(?=\S*[A-Z]\S*[A-Z])[A-Z][A-Za-z&-]{2,}(?:\s|$)")


def read(comment: str, journal_reference: str = "") -> str | None:
    """The venue's name, such as ``NeurIPS``, or None where the texts name none for sure.

    A venue that is not well known counts where it is named right after *accepted*, *to appear* or
    *published*, with a year or in capitals.
    """
    published = " ".join(first_characters(journal_reference, _MAX_TEXT).split())
    if not _NOT_THERE.search(published) and (name := _first_known(published)) is not None:
        return name
    clauses = [
        " ".join(part.split())
        for part in _CLAUSE.split(first_characters(comment, _MAX_TEXT))
        if part
    ]
    usable = [part for part in clauses if not _NOT_THERE.search(part)]
    return next(filter(None, map(_known, usable)), None) or next(
        filter(None, map(_by_its_name, usable)), None
    )


def named_in(text: str) -> tuple[str, ...]:
    """The well-known venues that a text names by their usual short names, each once."""
    return tuple(dict.fromkeys(_SHORT_NAMES.findall(text)))


def usual_name(name: str) -> str:
    """A venue's name as `read` gives it: "International Conference on Machine Learning 2027".

    A venue that is not well known keeps its own, without the year.
    """
    return _first_known(name) or " ".join(_ITS_YEAR.sub(" ", name).split())


def _known(clause: str) -> str | None:
    """The well-known venue at which a clause says that the paper is."""
    verb = _VERB.search(clause)
    if verb is not None:
        return _first_known(clause[verb.end() :], clause) or _first_known(clause)
    parts = re.split(r"[,()]", clause)
    bare = (part for part in parts if any(map(_BARE.fullmatch, _without_venues(part))))
    return next((_first_known(part, clause) for part in bare), None)


def _without_venues(part: str) -> Iterator[str]:
    """``part`` with a sign in place of each well-known venue that it names."""
    for shape in _SHAPES.values():
        if shape.search(part):
            yield shape.sub("\0", part, count=1)


def _first_known(text: str, around: str | None = None) -> str | None:
    found = [
        (match.start(), -len(match[0]), name)
        for name, shape in _SHAPES.items()
        if (match := shape.search(text))
    ]
    if not found:
        return None
    name = min(found)[2]
    findings = re.search(r"\bfindings\b", around or text, re.IGNORECASE)
    if findings and name in _HAVE_FINDINGS:
        # "Findings of the Association for Computational Linguistics: EMNLP 2025"
        inner = [each for _at, _size, each in sorted(found) if each in _HAVE_FINDINGS]
        return f"Findings of {inner[-1]}"
    return name


def _by_its_name(clause: str) -> str | None:
    """The venue that follows "accepted at", as it is written there."""
    found = _NAMED.search(clause)
    if found is None:
        return None
    name, has_year = found["name"].strip(), any(map(str.isdigit, found["year"]))
    if len(name) > MAX_VENUE or not (has_year or _ACRONYM.search(name)):
        return None
    return name
