"""What a paper is said to be about: phrases of its title that a member would say (A6)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ranking.learned.own_words import own_words
from bot.ranking.parts import read
from tests.ranking.papers import paper


@pytest.mark.parametrize(
    ("title", "terms", "said"),
    [
        (
            "Ordering Q: An Enterprise-Ready Large Language Model",
            "ordering|ready|language model",
            "enterprise-ready large language model",
        ),
        (
            "Reasoning with long chains of thought",
            "reasoning|thought|chains",
            "long chains of thought",
        ),
        ("Native Sparse Attention", "native|attention", "native sparse attention"),
        (
            "StepJump: Controllable Chain-of-Thought Compression in LLMs",
            "chain of|thought|llms",
            "controllable chain-of-thought compression",
        ),
        (
            "MoXY: Mixture of Block Attention for Long-Context LLMs",
            "mixture|long context|llms",
            "mixture of block attention, long-context LLMs",
        ),
        (
            "Towards Better Gaussian Splatting via Self-Training",
            "gaussian|self training",
            "better Gaussian splatting, self-training",
        ),
        (
            "Pushing the Medical Capability of Large Language Models",
            "capability|language models",
            "capability of large language models",
        ),
        ("Agents that plan with tools", "plan|agents", "plan"),
        ("Compressing diffusion models for a phone", "diffusion", "compressing diffusion models"),
        ("What a Model Knows: Probing", "model", "model"),
        ("Efficiently Training Tiny Networks", "training|networks", "training tiny networks"),
        ("Quantisation of networks", "quantization", "quantisation of networks"),
        ("An LLM on a Phone", "llm", "LLM"),
        ("On nothing known", "graph neural|count", ""),
        ("", "graph", ""),
        (": ", "graph", ""),
        ("of of of", "of", ""),
    ],
)
def test_a6_a_paper_is_about_phrases_of_its_title(title: str, terms: str, said: str) -> None:
    found = own_words(read(paper("1", title or " ")), terms.split("|"))
    assert found == (f"about {said}" if said else "")


@given(st.text(max_size=120), st.lists(st.text("abcdef ", min_size=1, max_size=9), max_size=6))
def test_any_title_gives_a_short_phrase_or_none(title: str, terms: list[str]) -> None:
    found = own_words(read(paper("1", title)), terms)
    assert found == "" or (found.startswith("about ") and len(found) <= len(title) + 8)
