"""A review as text: its heading, and as a file of Markdown."""

from __future__ import annotations

from bot.arxiv.rules.identifiers import abstract_url
from bot.arxiv.values import Paper
from bot.reviews.values import Review, ReviewText
from cogs.common.text import link_to, one_line

_TITLE, _AUTHORS = 160, 120


def paper_link(paper: Paper) -> str:
    """The paper's title, leading to it at arXiv."""
    return link_to(one_line(paper.title, _TITLE), abstract_url(paper.key))


def worth(text: ReviewText) -> str:
    """``worth the group's time: 4 of 5``, or nothing where it is not said."""
    return "" if text.worth is None else f"worth the group's time: {text.worth} of 5"


def markdown(review: Review) -> bytes:
    """A review as a file. What its author wrote stands as they wrote it."""
    paper, text = review.paper, review.text
    lines = [
        f"# Review: {' '.join(paper.title.split())}",
        "",
        f"- Authors: {', '.join(paper.authors) or 'unknown'}",
        f"- Paper: <{abstract_url(paper.key)}>",
    ]
    if text.worth is not None:
        lines.append(f"- Worth the group's time: {text.worth} of 5")
    for heading, part in text.parts:
        lines += ["", f"## {heading}", "", part]
    return ("\n".join(lines) + "\n").encode()


def file_name(review: Review) -> str:
    """A name that any system takes."""
    return f"review-{review.paper.key.replace('/', '-')}.md"
