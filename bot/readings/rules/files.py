"""What was read as Markdown, CSV and JSON (D2): totals, never ballots, and nobody's name. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from bot.arxiv.rules.identifiers import abstract_url
from bot.file_text import plain
from bot.files import File, csv_file, json_file, markdown_file
from bot.papers.values import RoundDecision
from bot.readings.values import ExportedReading

_COLUMNS = (
    "chosen_on",
    "title",
    "authors",
    "arxiv_id",
    "link",
    "venue",
    "categories",
    "block",
    "ballots",
    "approvals",
    "method",
    "decided_by",
    "reproduced",
    "ratings",
    "mean_rating",
)
_DECIDED = {
    RoundDecision.BALLOTS: "the ballots",
    RoundDecision.TIE: "a tie, by the place on the shortlist",
    RoundDecision.NO_BALLOTS: "nobody's approval, by the place on the shortlist",
}


def files_of(readings: Sequence[ExportedReading]) -> list[File]:
    """The three files: a row a paper, a list of objects with their shortlists, chapters."""
    rows = [_record(each) for each in readings]
    papers = [
        row | {"shortlist": list(_shortlist(each))}
        for row, each in zip(rows, readings, strict=True)
    ]
    return [
        markdown_file("papers", as_markdown(readings)),
        csv_file("papers", _COLUMNS, rows),
        json_file("papers", {"papers": papers}),
    ]


def as_markdown(readings: Sequence[ExportedReading]) -> str:
    """A chapter a paper, with a list of its shortlist."""
    return "\n".join(["# Papers", "", *(_chapter(each) for each in readings)])


def _record(each: ExportedReading) -> dict[str, Any]:
    reading, figure = each.reading, each.figure
    paper, chosen, day = reading.paper, reading.chosen, reading.chosen_on
    return {
        "chosen_on": None if day is None else day.isoformat(),
        "title": paper.title,
        "authors": list(paper.authors),
        "arxiv_id": paper.key,
        "link": abstract_url(paper.key),
        "venue": paper.venue,
        "categories": list(paper.categories),
        "block": chosen and chosen.block,
        "ballots": chosen and chosen.ballots,
        "approvals": chosen and chosen.approvals,
        "method": chosen and chosen.method.value,
        "decided_by": chosen and _DECIDED.get(chosen.decision, chosen.decision.value),
        "reproduced": reading.outcome.words.lower(),
        "ratings": None if figure is None else figure.ratings,
        "mean_rating": None if figure is None else round(figure.mean, 1),
    }


def _shortlist(each: ExportedReading) -> Iterable[dict[str, Any]]:
    for total in each.totals:
        yield {
            "place": total.position,
            "arxiv_id": total.key,
            "title": total.title,
            "approvals": total.approvals,
        }


def _chapter(each: ExportedReading) -> str:
    row = _record(each)
    about = [
        "Not chosen in a vote; reviewed or tried"
        if each.reading.chosen is None
        else f"Chosen on {row['chosen_on']} by {row['decided_by']}: "
        f"{row['approvals'] or 0} of {row['ballots']} ballots",
        ", ".join(row["authors"]) or "Authors unknown",
        " · ".join(filter(None, (row["venue"], ", ".join(row["categories"]), row["block"]))),
        f"Reproductions: {row['reproduced']}",
    ]
    if each.figure is not None:
        about.append(f"Rated {each.figure.mean:.1f} of 5, from {each.figure.ratings} ratings")
    lines = [f"## {plain(row['title'])}", "", f"<{row['link']}>", ""]
    lines += [f"- {plain(text)}" for text in about if text]
    lines += ["", "Shortlist:", ""] if each.totals else []
    for total in each.totals:
        counted = "not counted" if total.approvals is None else str(total.approvals)
        lines.append(f"{total.position}. {plain(total.title)} ({total.key}): {counted}")
    return "\n".join([*lines, ""])
