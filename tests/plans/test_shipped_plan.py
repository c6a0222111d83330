"""The plan that ships has all that the study plan asks for; the lists are written by hand."""

from __future__ import annotations

import pytest

from bot.plans import loader
from bot.plans.rules import in_order, on_path
from bot.plans.values import Afterwards, SelfCheck

BLOCKS = {
    "theory": ("Theoretical foundations", (3, 4)),
    "practice": ("Practical skills", (5, 8)),
    "applied": ("Applied ML and specialisation", (4, 6)),
    "projects": ("Real projects and research", None),
    "professional": ("Professional skills", None),
    "community": ("Learning and community", None),
}

MILESTONES = {
    # block 1: mathematics, learning theory
    "theory-problem-sets": ("theory-math", "problem sets"),
    "theory-math-tutorial": ("theory-math", "tutorial"),
    "theory-mini-project": ("theory-math", "mini project"),
    "theory-paper-summaries": ("theory-learning", "two foundational papers"),
    "theory-concept-code": ("theory-learning", "in code"),
    "theory-reflection": ("theory-learning", "blog"),
    # block 2: architectures, optimisation, deployment
    "practice-train-models": ("practice-architectures", "public data"),
    "practice-deploy-app": ("practice-architectures", "deployed"),
    "practice-hyperparameter-sweep": ("practice-tuning", "sweep"),
    "practice-latency": ("practice-tuning", "latency"),
    "practice-trade-offs": ("practice-tuning", "trade-offs"),
    "practice-cloud-launch": ("practice-deployment", "managed cloud"),
    "practice-monitoring": ("practice-deployment", "rollback"),
    # block 3: pipelines, specialisation
    "applied-pipeline-project": ("applied-pipelines", "end-to-end"),
    "applied-feature-automation": ("applied-pipelines", "feature engineering"),
    "nlp-study": ("applied-specialisation", "cs224n"),
    "nlp-practice": ("applied-specialisation", "nlp"),
    "nlp-challenge": ("applied-specialisation", "language model"),
    "cv-study": ("applied-specialisation", "cs231n"),
    "cv-practice": ("applied-specialisation", "cv"),
    "cv-challenge": ("applied-specialisation", "self-supervision"),
    "applied-benchmark": ("applied-specialisation", "kaggle"),
    "applied-case-study": ("applied-specialisation", "old against new"),
    # block 4: open source, portfolio, papers
    "projects-first-pr": ("projects-open-source", "pull request"),
    "projects-maintainer-feedback": ("projects-open-source", "feedback"),
    "projects-walkthroughs": ("projects-portfolio", "walkthrough"),
    "projects-demo": ("projects-portfolio", "demo"),
    "projects-major-projects": ("projects-portfolio", "two major projects"),
    "projects-paper-reviews": ("projects-research", "four detailed paper reviews"),
    "projects-reproductions": ("projects-research", "four or more papers, with shared reviews"),
    # block 5: communication, ethics
    "professional-talk": ("professional-communication", "brown-bag"),
    "professional-feedback": ("professional-communication", "feedback"),
    "professional-mentoring": ("professional-communication", "study group led, or somebody"),
    "professional-ethics-audit": ("professional-ethics", "audit"),
    "professional-audit-findings": ("professional-ethics", "presented"),
    # block 6: networking, sharing, self-assessment
    "community-submission": ("community-networking", "abstract or poster"),
    "community-conferences": ("community-networking", "conferences or meetups"),
    "community-study-partner": ("community-networking", "mentor"),
    "community-knowledge-share": ("community-sharing", "public knowledge share"),
    "community-retrospective": ("community-sharing", "retrospective"),
    "community-competency-matrix": ("community-routine", "competency matrix"),
}

FLOW = [
    (2, None, {"theory-paper-summaries"}),
    (4, None, {"practice-train-models", "practice-deploy-app"}),
    (6, None, {"practice-latency"}),
    (8, None, {"projects-first-pr"}),
    (None, 3, {"projects-walkthroughs", "professional-ethics-audit"}),
    (None, 4, {"professional-audit-findings"}),
]

PLAN = loader.shipped()


def test_p1_six_blocks_with_objectives_and_durations() -> None:
    assert {b.id: (b.title, b.weeks) for b in PLAN.blocks} == BLOCKS
    assert all(block.objectives and block.rhythm for block in PLAN.blocks)


def test_p1_every_milestone_is_there_and_no_other() -> None:
    places = {m.id: (c.id, m.title.lower()) for _, c, m in PLAN.walk()}
    assert places.keys() == MILESTONES.keys()
    for milestone_id, (component, phrase) in MILESTONES.items():
        assert places[milestone_id][0] == component
        assert phrase in places[milestone_id][1]


def test_p1_every_component_has_topics_and_scoping_asks_its_questions() -> None:
    components = [c for block in PLAN.blocks for c in block.components]
    assert len(components) == 16
    assert all(component.topics for component in components)
    assert len(next(c for c in components if c.id == "applied-scoping").questions) == 3


def test_p8_both_paths_are_complete() -> None:
    assert [p.short for p in PLAN.paths] == ["NLP", "CV"]
    nlp, cv = PLAN.paths
    assert nlp.datasets == ("GLUE", "SQuAD", "IMDB sentiment")
    assert "Object detection (YOLOv8, Faster R-CNN)" in cv.practice
    assert all(p.study and p.practice and p.datasets and p.challenge for p in PLAN.paths)
    assert {m.path for m in PLAN.milestones} == {None, "nlp", "cv"}


def test_p6_the_example_flow_has_its_six_dates() -> None:
    assert [(t.week, t.month, set(t.milestones)) for t in PLAN.flow] == FLOW


def test_r1_each_weekday_has_its_own_prompt_and_the_weekend_is_optional() -> None:
    prompts = [PLAN.day(weekday) for weekday in range(7)]
    assert [prompt is not None and prompt.optional for prompt in prompts] == [False] * 5 + [
        True
    ] * 2
    assert len({prompt.text for prompt in prompts if prompt}) == 7
    assert prompts[0] is not None
    assert prompts[0].resources == ("the-batch", "import-ai")
    topics = ["news", "paper", "build", "community", "reflect", None, None]
    assert [prompt.topic for prompt in prompts if prompt] == topics


def test_r1_newsletters_have_a_feed_only_where_one_is_known() -> None:
    """The Batch has none that is known to work."""
    newsletters = [one for one in PLAN.resources if one.kind == "newsletter"]
    assert {one.id: one.feed for one in newsletters if one.feed} == {
        "import-ai": "https://jack-clark.net/feed/"
    }


def test_w5_eight_axes_with_five_written_levels() -> None:
    assert [axis.id for axis in PLAN.axes] == [
        "theory",
        "engineering",
        "automation",
        "deployment",
        "domain",
        "communication",
        "leadership",
        "ethics",
    ]
    assert all(len(axis.levels) == len(set(axis.levels)) == 5 for axis in PLAN.axes)
    assert {axis for m in PLAN.milestones for axis in m.axes} == {axis.id for axis in PLAN.axes}


@pytest.mark.parametrize(
    "term",
    [
        "VC-dimension",
        "Rademacher complexity",
        "Generalisation error",
        "MLOps",
        "Hyperparameter optimisation",
        "Federated learning",
    ],
)
def test_c9_the_glossary_explains_and_links(term: str) -> None:
    entry = next(entry for entry in PLAN.glossary if entry.term == term)
    assert entry.text.endswith(".")
    assert entry.links


def test_c9_resources_of_every_kind() -> None:
    by_kind = {
        kind: [r.title for r in PLAN.resources if r.kind == kind]
        for kind in ("course", "docs", "forum", "newsletter")
    }
    assert by_kind["course"] == [
        "Deep Learning Specialization",
        "CS231n",
        "CS224n",
        "Practical Deep Learning",
        "Full Stack Deep Learning",
    ]
    assert len(by_kind["docs"]) == 4
    assert by_kind["forum"] == [
        "Stack Overflow: machine learning",
        "r/MachineLearning",
        "ML servers on Discord",
        "Twitter/X",
        "arXiv Sanity Preserver",
        "arXiv's list of recent papers in machine learning",
    ]
    assert by_kind["newsletter"] == ["The Batch", "Import AI", "arXiv ML Digest"]


@pytest.mark.parametrize(
    ("topic", "titles"),
    [
        (
            "Theory",
            [
                "Understanding Machine Learning",
                "Pattern Recognition and Machine Learning",
                "The Elements of Statistical Learning",
                "A Few Useful Things to Know About Machine Learning",
                "Deep Learning",
            ],
        ),
        (
            "Application",
            [
                "Attention Is All You Need",
                "Deeper Insights into Graph Convolutional Networks for Semi-Supervised Learning",
            ],
        ),
        ("MLOps", ["Introducing MLOps", "Machine Learning Engineering"]),
        ("Ethics", ["Fairness and Machine Learning", "The Mythos of Model Interpretability"]),
    ],
)
def test_c9_books_and_articles(topic: str, titles: list[str]) -> None:
    assert set(titles) <= {r.title for r in PLAN.resources if r.topic == topic}


def test_the_five_papers_stand_at_their_components() -> None:
    assert {(p.arxiv, p.year, p.component) for p in PLAN.papers} == {
        ("1908.07585", 2019, "theory-learning"),
        ("2505.17363", 2025, "practice-architectures"),
        ("2502.16638", 2025, "practice-tuning"),
        ("2405.09819", 2024, "practice-deployment"),
        ("2504.00874", 2025, "professional-ethics"),
    }


def test_prompts_and_titles_fit_a_phone() -> None:
    """A prompt is complete in two lines; the file's order already puts what is needed first."""
    assert all(len(prompt.text.splitlines()) == 2 for prompt in PLAN.routine)
    assert in_order(PLAN) == PLAN.milestones


def test_five_tips_on_workload() -> None:
    assert [tip.id for tip in PLAN.tips] == [
        "pacing",
        "study-group",
        "reflection",
        "rest",
        "small-wins",
    ]


def test_p11_what_the_plan_asks_again_and_again() -> None:
    assert {m.id: (m.repeats, m.times or 1) for m in PLAN.milestones if m.repeats} == {
        "projects-major-projects": ("half-year", 2),
        "projects-paper-reviews": ("month", 4),
        "community-conferences": ("year", 2),
        "community-knowledge-share": ("month", 1),
        "community-retrospective": ("month", 1),
        "community-competency-matrix": ("quarter", 1),
    }


def test_a12_c4_c8_p11_the_plan_names_where_what_is_done_elsewhere_counts() -> None:
    counting = {m.id: m.counts for m in PLAN.milestones if m.counts}
    assert counting == {
        "projects-first-pr": "contributions",
        "community-study-partner": "partners",
        "projects-major-projects": "projects",
        "projects-paper-reviews": "paper-reviews",
        "community-conferences": "events-attended",
        "community-knowledge-share": "shares",
        "professional-ethics-audit": "project-audits",
        "community-retrospective": "mini-retros",
        "community-competency-matrix": "self-ratings",
        "professional-talk": "talks",
    }


def test_c8_u12_the_plan_guides_projects() -> None:
    """Three questions, four pain points, and stages that each look at ethics and bias."""
    guide = PLAN.projects
    assert guide is not None
    assert [each.label for each in guide.questions] == [
        "Impact",
        "Data and ethics",
        "Validation and monitoring",
    ]
    scoping = next(c for b in PLAN.blocks for c in b.components if c.id == "applied-scoping")
    assert tuple(each.text for each in guide.questions) == scoping.questions
    assert [each.id for each in guide.pain_points] == [
        "data-readiness",
        "business-relevance",
        "deployment-constraints",
        "ethics",
    ]
    assert [each.id for each in guide.stages] == ["scoping", "data", "model", "deployment"]
    assert all(each.checkpoint.endswith("?") for each in guide.stages)


def test_w5_the_plan_asks_its_two_questions_after_a_rating() -> None:
    assert PLAN.self_check == SelfCheck("Where have I grown?", "Where to focus more?")
    assert [len(axis.levels) for axis in PLAN.axes] == [5] * 8


def test_u8_the_plan_asks_at_a_cycles_end_for_progress_what_drained_and_wins() -> None:
    asked = Afterwards("What moved?", "What drained you?", "What deserves a small party?")
    assert PLAN.afterwards == asked


def test_p13_hours_fit_the_weeks_of_every_block_with_weeks() -> None:
    """On either path, between 9 and 15 hours a week in each block, from the least to the most."""
    for path in PLAN.paths:
        for block in on_path(PLAN, path.id).blocks:
            if block.weeks is not None:
                hours = [m.hours for m in block.milestones if m.hours and m.repeats is None]
                for bound in (0, 1):
                    assert 9 <= sum(h[bound] for h in hours) / block.weeks[bound] <= 15, block.id


def test_p14_the_flow_says_the_plans_own_words() -> None:
    assert [target.title for target in PLAN.flow] == [
        "Finish and present a summary on PAC learning",
        "Train and deploy a Transformer for sentiment analysis",
        "Optimise and compress a vision model for mobile",
        "Submit a first pull request to PyTorch",
        "Publish a portfolio case study with an ethical audit",
        "Give a lightning talk at a community event",
    ]


def test_c9_credits_and_links_are_as_the_plan_has_them_or_say_what_is_true() -> None:
    by_id = {resource.id: resource for resource in PLAN.resources}
    assert by_id["introducing-mlops"].by == "Mark Treveil, Alok Shukla"
    assert by_id["deeper-insights-gcn"].by == "Qimai Li, Zhichao Han, Xiao-Ming Wu; AAAI 2018"
    assert by_id["arxiv-sanity"].instead == "arxiv-recent"
    assert by_id["arxiv-recent"].url == "https://arxiv.org/list/cs.LG/recent"
    text = loader.shipped_text()
    assert "credits this paper to Kipf and Welling" in text
    assert "by Mark Treveil and the Dataiku team" in text
    platforms = next(c for b in PLAN.blocks for c in b.components if c.id == "practice-deployment")
    assert "Google AI Platform (now Vertex AI)" in platforms.topics[2]
    block = PLAN.block("community")
    assert block is not None
    assert block.rhythm == "Weekly and bimonthly routines."
    assert "Twitter/X" in block.components[0].topics[1]
