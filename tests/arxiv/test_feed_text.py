"""arXiv's texts as their authors typed them, made readable where they come in."""

from datetime import date

import pytest
import sqlalchemy as sa
from alembic import command
from hypothesis import given
from hypothesis import strategies as st

from bot.arxiv.client import read
from bot.arxiv.feed_parser import parse
from bot.arxiv.rules.feed_text import clean, clean_authors, split_authors
from bot.db import Database, upgrade
from bot.db.migrate import _connection, alembic_config
from bot.inputs.tex import readable
from sandbox.feeds import Announcement, Paper, api, rss
from tests.papers.group import START

MONDAY = date(2026, 3, 2)
NOTE = "This paper has been withdrawn by its authors."
TYPED = Paper(
    "2603.00001",
    'Diffusion Schr\\"{o}dinger Bridges -- of $\\"{x}_{ij}$',
    ("Niccol\\'o Rossi (\\'Ecole, Paris)", "{\\L}ukasz Dvo\\v{r}\\'ak"),
    ("cs.LG",),
    "After Poincar\\'e, with so\u00adft hy\u200bphens.",
    MONDAY,
)


def test_a_feed_and_the_api_give_the_same_readable_texts() -> None:
    listing = rss.listing([Announcement(TYPED)], ("cs.LG",))
    body = rss.render(("cs.LG",), listing, MONDAY, "https://rss.arxiv.org/rss/cs.LG")
    (announced,) = parse(body).entries
    (found,) = read(api.render(api.Request(), [TYPED], START), None).papers
    for entry in (announced, found.entry):
        assert entry.title == 'Diffusion Schrödinger Bridges – of $\\"{x}_{ij}$'
        assert entry.authors == ("Niccoló Rossi", "Łukasz Dvořák")
        assert entry.abstract == "After Poincaré, with soft hyphens."


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        (r"Adam {\&} Co, 50{\%} {\#}1", "Adam & Co, 50% #1"),
        (r"Erd\H{o}s, Erd\H os and Erd{\H o}s", "Erdős, Erdős and Erdős"),
        (r"\'{\i} \'\i a na{\"\i}ve na\"{\i}ve", "í ía naïve naïve"),
        (r"\v{S}t\v epa\'n, \c{S}ahin, Ko\k{a}, \r{A}", "Štěpań, Şahin, Koą, Å"),
        (r"Nguy\~{\^e}n {\~{\^{e}}} Vi\d{\^e}t", "Nguyễn ễ Việt"),
        (r"Stra\ss e, K{\o}benhavn, \O stergaard \L{}", "Straße, København, Østergaard Ł"),
        (r"Y\i ld\i z \.Istanbul", "Yıldız İstanbul"),
        ("Birch--Swinnerton-Dyer --- a -- b", "Birch–Swinnerton-Dyer — a – b"),
        ("run with --flag", "run with --flag"),
        ("``quoted'' and it's", "“quoted” and it's"),
        ("A.~B at ~50", "A. B at ~50"),
        (r"R\&D, 10\,\%, \$5, a\_b", "R&D, 10 %, $5, a_b"),
        (r"\emph{One \textbf{two}} {\it three} {BERT}", "One two three BERT"),
        (r"\alpha-divergence\ldots{} \textendash x", "α-divergence… – x"),
        (r"First\\second", "First second"),
        # Mathematics, and what is not known, stay.
        (r"$\alpha$ and $\'e -- x_{ij}$ caf\'e", r"$\alpha$ and $\'e -- x_{ij}$ café"),
        (r"\(x -- y\) and \[z -- w\]", r"\(x -- y\) and \[z -- w\]"),
        (r"x_{ij} {0,1}^n \mathcal{O} \what{x}", r"x_{ij} {0,1}^n \mathcal{O} \what{x}"),
        (r"from $5 to $7 in caf\'es", "from $5 to $7 in cafés"),
        (r"C:\new\table \LaTeX", r"C:\new\table \LaTeX"),
        ("an {unclosed, and } a \\", "an {unclosed, and } a \\"),
    ],
)  # fmt: skip
def test_tex_is_shown_as_what_it_stands_for(typed: str, shown: str) -> None:
    assert readable(typed) == shown


@given(st.text(alphabet="\\{}$`'\"~^-()[]aeilobc ß", max_size=80))
def test_any_text_can_be_made_readable(text: str) -> None:
    once = clean(text)
    assert len(once) <= len(text) + 1
    assert "  " not in once


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("so\u00adft zero\u200bwidth\u2060 \ufeffmark", "soft zerowidth mark"),
        ("la\u200dtin\u200c", "latin"),
        ("می\u200cخواهم", "می\u200cخواهم"),  # a joiner that Persian is spelt with
        ("e\u0301\u0327", "ȩ\u0301"),
        ("R&amp;D &lt;b&gt; a\n b", "R&D <b> a b"),
    ],
)
def test_what_cannot_be_seen_is_left_out(text: str, shown: str) -> None:
    assert clean(text) == shown


@pytest.mark.parametrize(
    ("creators", "names"),
    [
        ("", ()),
        ("Ada Lovelace", ("Ada Lovelace",)),
        ("Ada Lovelace (ETH, Zurich), Jürgen Müller", ("Ada Lovelace", "Jürgen Müller")),
        ("Ada (1), Bo (1 and 2) ((1) Here, (2) There)", ("Ada", "Bo")),
        ("Ada (Dept (CS, EE), MIT), Bo", ("Ada", "Bo")),
        ("Ada (MIT) (CMU, X), Bo [Rome, Italy]", ("Ada", "Bo")),
        ("Ada (MIT, Grace, Alan", ("Ada", "Grace", "Alan")),
        ("Ada (MIT (CS, EE), Grace (CMU), Alan", ("Ada", "Grace", "Alan")),
        ("Ada MIT), Bo (", ("Ada MIT", "Bo")),
        ("(MIT, Ada", ("Ada",)),
    ],
)
def test_affiliations_never_hide_another_author(creators: str, names: tuple[str, ...]) -> None:
    assert split_authors(creators) == names


def test_names_that_come_one_by_one_are_cleaned_alike() -> None:
    assert clean_authors(["Ada (MIT, Boston", " ", 'Zo\\"e, Jr.']) == ("Ada", "Zoë, Jr.")


async def test_papers_that_were_stored_before_are_made_readable(empty_db_url: str) -> None:
    """Their titles, names and abstracts; and those that say so are withdrawn."""
    columns = "arxiv_id, version, title, authors, abstract, categories, seen_at"
    row = "VALUES (:key, 1, :title, :authors, :abstract, '[]', '2026-03-02 06:00:00')"
    stored = [
        {"key": "1", "title": '\\"UBER', "authors": '["Zo\\\\\'e"]', "abstract": "A--B"},
        {"key": "2", "title": "B", "authors": "[]", "abstract": NOTE},
    ]
    async with _connection(empty_db_url) as connection:
        await connection.run_sync(lambda c: command.upgrade(alembic_config(c), "0021"))
        await connection.execute(sa.text(f"INSERT INTO papers ({columns}) {row}"), stored)
    await upgrade(empty_db_url)
    db = Database(empty_db_url)
    async with db.read() as session:
        found = await session.execute(
            sa.text(
                "SELECT title, folded_title, authors, folded_authors, abstract, is_withdrawn"
                " FROM papers"
                " ORDER BY arxiv_id"
            ).columns(authors=sa.JSON, is_withdrawn=sa.Boolean)
        )
        rows = [tuple(row) for row in found]
    await db.close()
    assert rows == [
        ("ÜBER", "uber", ["Zoé"], "zoe", "A–B", False),
        ("B", "b", [], "", NOTE, True),
    ]


def test_a_text_that_is_too_long_ends_between_characters_as_people_see_them() -> None:
    scientist = "\N{WOMAN}\u200d\N{MICROSCOPE}"
    assert clean(f"abcd {scientist} more", 6) == "abcd"
    assert split_authors("A" * 119 + scientist) == ("A" * 119,)
