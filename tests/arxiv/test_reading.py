"""What kind of work a paper is, and which of its sentences claim something, on real titles."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.arxiv.rules.claims import claims
from bot.arxiv.rules.paper_kind import PaperKind, kind_of
from bot.arxiv.rules.sentences import sentences
from cogs.papers.reading_questions import KINDS, LABELS, QUESTIONS
from sandbox.feeds.papers import samples

SURVEY, POSITION, BENCHMARK = PaperKind.SURVEY, PaperKind.POSITION, PaperKind.BENCHMARK
THEORY, STUDY, SYSTEM, METHOD = (
    PaperKind.THEORY,
    PaperKind.STUDY,
    PaperKind.SYSTEM,
    PaperKind.METHOD,
)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Stop Overthinking: A Survey on Efficient Reasoning for Large Language Models", SURVEY),
        ("Handwritten Text Recognition: A Survey", SURVEY),
        ("A primer on optimal transport for causal inference with observational data", SURVEY),
        ("Position: Beyond Assistance -- Reimagining LLMs as Ethical Co-Creators", POSITION),
        ("DebateBench: A Challenging Long Context Reasoning Benchmark", BENCHMARK),
        ("Sigma: A dataset for text-to-code semantic parsing with statistical analysis", BENCHMARK),
        ("Generalization Bounds and Sample Complexity of Conformal Prediction", THEORY),
        ("On the Convergence of Adam and Beyond", THEORY),
        ("Provably Efficient Reinforcement Learning with Linear Function Approximation", THEORY),
        ("Is LLM the Silver Bullet to Low-Resource Languages Machine Translation?", STUDY),
        ("Understanding the Impact of Confidence in RAG: A Case Study in Medicine", STUDY),
        ("OntoAligner: A Comprehensive Modular and Robust Python Toolkit", SYSTEM),
        ("Xmodel-2 Technical Report", SYSTEM),
        ("Hgformer: Hyperbolic Graph Transformer for Recommendation", METHOD),
        ("Whisper-GPT: A Hybrid Representation Audio Large Language Model", METHOD),
        ("Attention Is All You Need", METHOD),
        ("Improving Theory of Mind in Language Models", METHOD),
        ("", METHOD),
    ],
)
def test_a11_the_title_says_what_kind_of_work_it_is(title: str, kind: PaperKind) -> None:
    assert kind_of(title, "") is kind


@pytest.mark.parametrize(
    ("abstract", "kind"),
    [
        ("Much is written on it. This survey sorts it.", SURVEY),
        ("In this paper, we argue that models should be small.", POSITION),
        ("We introduce a new benchmark for tables. It is hard.", BENCHMARK),
        ("We propose a method for tables and evaluate it on a new dataset.", METHOD),
        ("We prove that the rate is optimal.", THEORY),
        ("We investigate how people read. They skim.", STUDY),
        ("We present an open-source library for graphs.", SYSTEM),
        ("We propose a network and study how it behaves.", METHOD),
    ],
)
def test_a11_where_the_title_says_nothing_the_abstract_does(abstract: str, kind: PaperKind) -> None:
    assert kind_of("On graphs", abstract) is kind


def test_a11_every_kind_has_five_questions_that_are_its_own() -> None:
    assert set(QUESTIONS) == set(KINDS) == set(PaperKind)
    asked = [question for each in QUESTIONS.values() for question in each]
    assert len(asked) == len(set(asked)) == 5 * len(PaperKind)
    assert all(question.endswith("?") and len(question) <= 100 for question in asked)
    assert set(LABELS) == set(next(iter(QUESTIONS.values()))._fields)


def test_a11_real_titles_that_name_their_kind_are_taken_at_their_word() -> None:
    kinds: dict[PaperKind, set[str]] = {kind: set() for kind in PaperKind}
    for each in samples().papers.values():
        kinds[kind_of(each.title, each.summary)].add(each.id)
    assert {"2503.16419", "2503.24235", "2503.21460"} <= kinds[SURVEY]
    assert all("Survey" in samples().papers[key].title for key in kinds[SURVEY])
    assert "2504.01848" in kinds[BENCHMARK], "PaperBench"
    assert "1905.11946" in kinds[METHOD], "EfficientNet: Rethinking Model Scaling"
    assert len(kinds[METHOD]) > len(samples().papers) / 2


def test_a11_of_an_abstract_whole_sentences_are_quoted_in_their_order() -> None:
    for each in samples().papers.values():
        quoted = claims(each.summary, 1200)
        whole = sentences(" ".join(each.summary.split()))
        assert 1 <= len(quoted) <= 3
        assert [whole.index(part) for part in quoted] == sorted(map(whole.index, quoted))


def test_a11_what_is_new_and_what_was_found_is_quoted_and_not_the_background() -> None:
    """The abstract of 2412.11846, shortened."""
    abstract = (
        "Session-based recommendation seeks to forecast the next item. Due to limited data, it is "
        "hard. This paper proposes a model using Single Positive loss. It is applied to sessions. "
        "Experiments on three datasets show that it outperforms others."
    )
    assert claims(abstract, 900) == (
        "This paper proposes a model using Single Positive loss.",
        "Experiments on three datasets show that it outperforms others.",
    )
    assert claims(abstract, 60) == ("This paper proposes a model using Single Positive loss.",)


def test_a11_an_abstract_without_a_claim_is_quoted_from_its_end() -> None:
    assert claims("Graphs are old. They grow. Nobody knows why.", 40) == (
        "They grow.",
        "Nobody knows why.",
    )
    assert claims("", 500) == ()
    assert claims("We show that it holds. It does.", 5) == ()


@given(st.text(max_size=400), st.integers(0, 300))
def test_a11_claims_are_sentences_and_never_longer_than_the_room(text: str, room: int) -> None:
    quoted = claims(text, room)
    assert sum(map(len, quoted)) <= room
    assert set(quoted) <= set(sentences(" ".join(text.split())))
    assert isinstance(kind_of(text, text), PaperKind)
