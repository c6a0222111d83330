"""Where the sentences of an abstract end, for rows that show whole ones alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.arxiv.rules.sentences import sentences


@pytest.mark.parametrize(
    "text",
    [
        "",
        "One without an end",
        "We prune, e.g. Adam's states, and more.",
        "Tokens (e.g., ENCODEC) cost little, i.e. Less than before.",
        "As Gupta et al. (2015) show, it holds. ",
        "See Fig. 3, Figs. 4 and Eq. 7 or Eqs. 8 of Sec. 2 and Tab. 1.",
        "Ours reaches 3.14 points and 0.5 % at v1.5 in 2.7.3.",
        "Let $f: X. Y \\to Z$ be given.",
        "We bound $R(x). $ Its rate is fast in J. Smith's words.",
        "Cost w.r.t. Time vs. Space, resp. Energy, cf. Section 2.",
        "We need: 1. More data, 2. Less noise, and 3. Patience.",
        "It is No. 1 of pp. 3 on arXiv.org and Node.js.",
        "Dr. Lovelace and Prof. Hopper wrote approx. 3 pages.",
        "it goes on. but lower case begins no sentence.",
    ],
)
def test_a6_no_sentence_ends_within_these(text: str) -> None:
    assert sentences(text) == ([text.strip()] if text else [])


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("It works.", "We show how."),
        ("Does it work?", "Yes!"),
        ("It costs 41%.", "Our code is there."),
        ("It needs a T4 GPU.", "Nothing else."),
        ("The QFI is 1.", "Then it falls."),
        ("Classes are 0, 1, and 2.", "We count them."),
        ("(All of it works.)", "So we stop."),
        ('They call it "fast."', '"Slow" is ours.'),
        ("We gain 2 points (p<0.001).", "$n$ is small."),
        ("We read pages, logs, etc.", "Then we stop."),
        ("The rate is $O(n)$.", "It is tight."),
        ("The answer is no.", "We prove it."),
        ("We do.", "3 of 4 agree."),
        ("Its parent is g.", "Thus it ends."),
        ("1. More data.", "2. Less noise."),
        ("Wir zählen.", "[1] says so."),
        ("It is named after him.", "Élie Cartan had it."),
        ("They call it so.", "«Slow» is ours."),
        ("It is small.", "Δ is smaller."),
    ],
)
def test_a6_two_sentences_are_two(first: str, second: str) -> None:
    assert sentences(f"{first} {second}") == [first, second]


@given(st.text(alphabet='aA1.!? $()[]"e.g:,;', max_size=80))
def test_nothing_of_a_text_is_lost_or_changed(text: str) -> None:
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())


def test_a_text_of_dots_takes_no_time() -> None:
    """6,000 characters are the most that is kept of an abstract."""
    assert len(sentences("A b. " * 1200)) == 1200
    assert sentences("$1: 1. A " * 660)
