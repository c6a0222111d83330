"""The guide to a chosen paper: the first words in its thread, with what other features add."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.arxiv.rules.claims import claims
from bot.arxiv.rules.identifiers import abstract_url, html_url, pdf_url
from bot.arxiv.rules.paper_kind import kind_of
from bot.arxiv.values import Paper
from bot.errors import UserError
from bot.papers import queries
from bot.papers.values import Round
from cogs.common.feature import PanelAddition, ShownPanel
from cogs.common.panels import MAX_TEXT, Items, Panel, button, buttons, line, link, text_length
from cogs.common.routes import CustomId
from cogs.common.text import escape, escaped_bound, stamp
from cogs.papers.reading_questions import KINDS, LABELS, QUESTIONS
from cogs.papers.round_text import authors, title, venue
from cogs.papers.routes import MORE, RESULT
from cogs.papers.style import ACCENT

# What the other texts take, added rows aside.
_FRAME = 1700
_LONGEST_CLAIMS = 1200


async def show_guide(
    session: AsyncSession, guild_id: int, round_id: int, addition: PanelAddition, _now: datetime
) -> ShownPanel:
    """The guide to the paper that a round has chosen.

    Raises:
        NotFound: this group has no such round.
        UserError: it has chosen none.
    """
    found = await queries.get(session, guild_id, round_id)
    if found.winner is None:
        raise UserError("No paper was chosen that week.")
    opens_at = await queries.next_opening(session, guild_id)
    return ShownPanel(guide_panel(found, addition, opens_at), found.guide)


def guide_panel(found: Round, addition: PanelAddition, opens_at: datetime | None) -> Panel:
    """What the paper claims in its own words, what to ask of it, where it is, when we talk.

    ``opens_at`` is when the next shortlist comes.
    """
    paper = found.winner
    assert paper is not None, "without one there is nothing to read"
    added: Items = [line(), *addition.rows] if addition.rows else []
    room = min(_LONGEST_CLAIMS, MAX_TEXT - _FRAME - text_length(added))
    return Panel(
        ACCENT,
        _heading(paper),
        *_claims(paper, room),
        line(),
        _questions(paper),
        line(),
        _when(opens_at),
        *added,
        buttons(
            link("Abstract", abstract_url(paper.key)),
            link("PDF", pdf_url(paper.key)),
            link("HTML", html_url(paper.key)),
        ),
        buttons(
            *addition.acts,
            button("More", MORE(paper.key)),
            button("How it went", RESULT(found.id)),
        ),
        small_print="arXiv has an HTML page of most newer papers, not of all.",
    )


def guide_marker(found: Round) -> CustomId:
    """The custom id that only this round's guide has, in its thread."""
    return RESULT(found.id)


def _heading(paper: Paper) -> str:
    about = " · ".join(filter(None, (authors(paper), venue(paper), paper.key)))
    return f"📖 **Reading together: {title(paper)}**\n-# {about}"


def _claims(paper: Paper, room: int) -> Items:
    """Whole sentences of the abstract, marked as its own words."""
    kept = [escape(each) for each in claims(paper.abstract, _fitting(paper.abstract, room))]
    if not kept:
        long = "Its abstract has no sentence that is short enough for here; *More* has all of it."
        return [long if paper.abstract else "arXiv gave no abstract of it."]
    quotes = "\n".join(f"> {each}" for each in kept)
    return [f"**What it claims**, in the words of its abstract\n{quotes}"]


def _fitting(abstract: str, room: int) -> int:
    """So many characters of the abstract fit into ``room``, however much has to be escaped."""
    if not abstract:
        return 0
    return room * len(abstract) // max(len(abstract), escaped_bound(abstract))


def _questions(paper: Paper) -> str:
    kind = kind_of(paper.title, paper.abstract)
    asked = QUESTIONS[kind]._asdict()
    lines = (f"- **{LABELS[name]}** {question}" for name, question in asked.items())
    heading = f"**Five questions to read with** · it reads like {KINDS[kind]}"
    return "\n".join((heading, *lines))


def _when(opens_at: datetime | None) -> str:
    until = f" The next shortlist comes {stamp(opens_at, 'F')}." if opens_at else ""
    return f"**When we talk** Here, from now on, whenever you have read it.{until}"
