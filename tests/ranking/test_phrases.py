"""Words and phrases in texts: in any spelling, singular or plural, however many there are (A6)."""

from __future__ import annotations

from time import process_time

import pytest

from bot.ranking.phrases import Phrases, normal


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("GNNs", "a GNN"),
        ("loss", "many losses"),
        ("losses", "a loss function"),
        ("bias", "biases"),
        ("batches", "in a batch"),
        ("policy", "the policies"),
        ("policies", "a policy"),
        ("analysis", "two analyses"),
        ("analyses", "an analysis"),
        ("quantisation", "quantization"),
        ("optimiser", "the optimizers"),
        ("tokenizers", "a tokeniser"),
        ("topic modelling", "Topic-modeling"),
        ("labeled data", "labelled data"),
        ("neighbours", "a neighbor"),
        ("behavior", "Behaviours"),
        ("C++", "in C++."),
        (".NET", "on .NET 9"),
        ("k-means", "k means"),
    ],
)
def test_a6_a_word_is_found_as_others_write_it(phrase: str, text: str) -> None:
    assert Phrases([phrase]).find(normal(text)) == (phrase,)


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("graph", "graphics and paragraphs"),
        ("C++", "C and C#"),
        (".NET", "a net"),
        ("uses", "of us"),
        ("learning", "federated-learning"),
    ],
)
def test_a6_parts_of_words_and_of_longer_phrases_are_not_found(phrase: str, text: str) -> None:
    found = Phrases([phrase, "federated learning"]).find(normal(text))
    assert phrase not in found


def test_a6_one_thing_in_two_spellings_is_shown_once_as_it_was_given_first() -> None:
    found = Phrases(["Optimisers", "policy", "optimizer", "policies"]).find("policies, optimizer")
    assert found == ("Optimisers", "policy")


def test_a6_a_hundred_times_as_many_phrases_take_little_longer() -> None:
    """A large group has four hundred interests and a dozen blocks; a week, thousands of papers."""
    text = " ".join(f"word{number % 977}" for number in range(20_000))

    def taken(number: int) -> float:
        phrases = Phrases(f"topic{each} of it" for each in range(number))
        began = process_time()
        for _ in range(5):
            phrases.find(text)
        return process_time() - began

    assert taken(5_000) < 10 * taken(50)
