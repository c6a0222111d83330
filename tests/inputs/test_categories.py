"""arXiv's categories as people type them (A1)."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import UserError
from bot.inputs import categories


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("CS.lg", ("cs.LG",)),
        (
            "cs.LG, stat.ML q-bio.NC; hep-th,cond-mat.mtrl-sci,cs.LG",
            ("cs.LG", "stat.ML", "q-bio.NC", "hep-th", "cond-mat.mtrl-sci"),
        ),
        ("ｃｓ．ＣＬ、ｅｅｓｓ．ＡＳ", ("cs.CL", "eess.AS")),
        ("\u200bphysics.optics\ufeff", ("physics.optics",)),
        ("Robotics, computation and language", ("cs.RO", "cs.CL")),
    ],
)
def test_a1_categories_are_read_in_arxivs_spelling(typed: str, read: tuple[str, ...]) -> None:
    assert categories.parse_categories(typed) == read


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "looks like `cs.LG`"),
        (" , \u3164", "looks like `cs.LG`"),
        ("cs.XX", r"no category `cs.XX`. Perhaps `cs\."),
        ("cs.LG, cs.ML", r"no category `cs.ML`. Perhaps `cs\."),
        ("stat.LG", r"Perhaps `stat\."),
        ("math", r"Perhaps `math\."),
        ("hep-tx", r"Perhaps `hep-"),
        ("Machine Learning", r"`cs.LG` \(Machine Learning\), `stat.ML`"),
        ("../etc/passwd", "no category"),
        ("cs.LG?x=1", "Perhaps"),
        ("@everyone", "no category"),
        ("cs.AI cs.AR cs.CC cs.CE cs.CG cs.CL cs.CR cs.CV cs.CY", "At most 8"),
    ],
)
def test_a1_what_arxiv_does_not_have_is_said_with_the_nearest(typed: str, says: str) -> None:
    with pytest.raises(UserError, match=says):
        categories.parse_categories(typed)


def test_the_taxonomy_is_whole() -> None:
    titles = categories._titles()
    assert len(titles) == 155 + len(("astro-ph", "cond-mat", "q-bio", "q-fin"))
    assert categories.title_of("cs.LG") == "Machine Learning"
    assert categories.title_of("cs.XX") is None
    for category in titles:
        assert categories.parse_categories(category.upper()) == (category,)


@given(st.text(max_size=30))
def test_nothing_typed_breaks_reading(text: str) -> None:
    with suppress(UserError):
        categories.parse_categories(text)
