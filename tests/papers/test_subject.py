"""U3: a plan's blocks in words, and its own papers."""

from __future__ import annotations

from bot.papers.rules.subject import blocks_where, plan_papers, venues_of
from bot.plans import loader

PLAN = loader.shipped()


def terms(block_id: str) -> tuple[str, ...]:
    (block,) = blocks_where(PLAN, {block_id: 1})
    return block.terms


def test_u3_blocks_where_members_stand_are_named_in_the_plans_order() -> None:
    found = blocks_where(PLAN, {"practice": 3, "theory": 1, "gone": 5, "applied": 0})
    assert [(block.name, block.members) for block in found] == [
        ("block 1: Theoretical foundations", 1),
        ("block 2: Practical skills", 3),
    ]


def test_u3_a_blocks_terms_are_what_a_paper_could_be_about() -> None:
    practice = terms("practice")
    assert {"GNNs", "Quantisation", "Distillation", "Bayesian optimisation"} <= set(practice)
    assert "linear algebra" in terms("theory")
    assert "Rademacher complexity" in terms("theory")[:6], "the glossary's words come first"
    for block in PLAN.blocks:
        for term in terms(block.id):
            assert len(term.split()) <= 3
            assert term.lower() not in {"code", "results", "study", "rest", "model", "tutorial"}


def test_u3_the_plans_papers_are_those_of_components_and_its_articles_at_arxiv() -> None:
    found = {paper.key: paper for paper in plan_papers(PLAN)}
    assert {paper.arxiv for paper in PLAN.papers} <= set(found)
    assert "1706.03762" in found
    assert len(found) == 9, "a list at arXiv is no paper"
    assert found["1908.07585"].authors == ("Jun Yang", "Shengyang Sun", "Daniel M. Roy")
    assert found["1908.07585"].text.startswith("Joins two lines of theory")


def test_a6_a_groups_venues_are_those_of_its_plan_and_of_its_conferences() -> None:
    found = venues_of(PLAN, ["ICLR 2027", "Gathering on Nets 2026", "NeurIPS 2026"])
    assert {"NeurIPS", "ICML", "CVPR", "ACL"} <= set(found)
    assert found[-2:] == ("ICLR", "Gathering on Nets"), "and each once"
