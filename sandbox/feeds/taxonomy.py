"""arXiv's archives and subject classes: what a feed may be asked for.

Source: arXiv's public category taxonomy. An archive without classes stands for itself.
"""

from __future__ import annotations

_CLASSES = {
    "astro-ph": "CO EP GA HE IM SR",
    "cond-mat": "dis-nn mes-hall mtrl-sci other quant-gas soft stat-mech str-el supr-con",
    "cs": (
        "AI AR CC CE CG CL CR CV CY DB DC DL DM DS ET FL GL GR GT HC IR IT LG LO MA MM MS NA NE NI "
        "OH OS PF PL RO SC SD SE SI SY"
    ),
    "econ": "EM GN TH",
    "eess": "AS IV SP SY",
    "gr-qc": "",
    "hep-ex": "",
    "hep-lat": "",
    "hep-ph": "",
    "hep-th": "",
    "math": (
        "AC AG AP AT CA CO CT CV DG DS FA GM GN GR GT HO IT KT LO MG MP NA NT OA OC PR QA RA RT SG "
        "SP ST"
    ),
    "math-ph": "",
    "nlin": "AO CD CG PS SI",
    "nucl-ex": "",
    "nucl-th": "",
    "physics": (
        "acc-ph ao-ph app-ph atm-clus atom-ph bio-ph chem-ph class-ph comp-ph data-an ed-ph "
        "flu-dyn gen-ph geo-ph hist-ph ins-det med-ph optics plasm-ph pop-ph soc-ph space-ph"
    ),
    "q-bio": "BM CB GN MN NC OT PE QM SC TO",
    "q-fin": "CP EC GN MF PM PR RM ST TR",
    "quant-ph": "",
    "stat": "AP CO ME ML OT TH",
}

ARCHIVES: dict[str, tuple[str, ...]] = {
    archive: tuple(f"{archive}.{subject}" for subject in subjects.split())
    for archive, subjects in _CLASSES.items()
}
"""Archive -> its categories, in full."""

_BY_LOWER_CASE = {
    category.lower(): category for categories in ARCHIVES.values() for category in categories
}


class BadCategory(ValueError):
    """A name that is neither an archive nor a category; its text is what the error feed says."""


def parse(query: str) -> tuple[str, ...]:
    """The archives and categories of a feed's query, which `+` joins, in their proper spelling."""
    return tuple(_parse_one(name) for name in query.split("+"))


def belongs(category: str, asked: tuple[str, ...]) -> bool:
    """Whether a paper's category is one of those asked, or lies in an archive asked."""
    return category in asked or category.split(".")[0] in asked


def _parse_one(name: str) -> str:
    if not name.strip():
        raise BadCategory("An archive name is missing. Names are joined by '+', as in math+cs.CG.")
    archive, _, subject = name.partition(".")
    if archive.lower() not in ARCHIVES:
        raise BadCategory(f"Bad archive '{archive}'. Archives are: {', '.join(ARCHIVES)}.")
    if not subject:
        return archive.lower()
    category = _BY_LOWER_CASE.get(name.lower())
    if category is None:
        known = ", ".join(ARCHIVES[archive.lower()])
        raise BadCategory(f"Bad subject class '{subject}'. '{archive.lower()}' has: {known}.")
    return category
