"""What a person has in each table of a group; see `everything`."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from bot.inputs.links import address_key

GUILD, OTHER = 910_000_000_000_001, 910_000_000_002_000
ANA, BEN = 7_123_456_789_012_345, 8_123_456_789_012_345
NOW = datetime(2026, 3, 20, 9, 30, 15, 250, tzinfo=UTC)
DAY = date(2026, 3, 16)
PAPERS = ("2603.00001", "2603.00002")
KEPT = "Kept by the group"

Rows = list[tuple[str, dict[str, Any]]]


def words(user_id: int) -> str:
    """What stands in each text of theirs, and nowhere else."""
    return f"Zebrafink {user_id % 97} am Fenster"


def theirs(guild_id: int, user_id: int) -> Rows:
    """A row of theirs in each table."""
    parts = (_plan, _papers, _together, _learning, _projects, _days, _twice, _partners)
    return [row for part in parts for row in part(guild_id, user_id)]


def _plan(guild_id: int, user_id: int) -> Rows:
    own = guild_id + (100 if user_id == ANA else 200)
    said = words(user_id)
    here = {"guild_id": guild_id}
    me = {"guild_id": guild_id, "user_id": user_id}
    link = _link(user_id)
    return [
        ("plan_drafts", me | {"source": said, "digest": "d", "based_on": 1, "made_at": NOW}),
        (
            "plan_versions",
            here
            | {"number": own % 1000, "digest": "d", "source": KEPT, "loaded_by": user_id}
            | {"loaded_at": NOW},
        ),
        (
            "setting_changes",
            me | {"id": own, "by_operator": False, "setting": "zone", "changed_at": NOW},
        ),
        ("own_milestones", me | {"number": 1, "title": said, "added_at": NOW}),
        (
            "milestone_changes",
            me
            | {"milestone_id": "theory-paper-summaries", "number": 1, "status": "done"}
            | {"changed_at": NOW, "link": link, "note": said, "shared_at": NOW, "due_on": DAY}
            | {"day": DAY},
        ),
        (
            "milestone_changes",
            me | {"milestone_id": "own-1", "number": 1, "status": "in_progress", "changed_at": NOW},
        ),
        (
            "milestone_choices",
            me
            | {"milestone_id": "theory-math", "own_due": DAY, "hidden": False, "note": said}
            | {"link": link},
        ),
        (
            "block_standings",
            me | {"block_id": "theory", "done": 1, "in_progress": 0, "skipped": 0, "total": 6},
        ),
        # A path that they do not want to be asked about again.
        ("milestone_choices", me | {"milestone_id": "path:left", "hidden": True}),
        (
            "reminders",
            me
            | {"kind": "milestone", "thing_id": "own-1", "due_on": DAY, "stage": "week"}
            | {"delivery_id": 1, "named_on": DAY, "alone": False},
        ),
    ]


def _papers(guild_id: int, user_id: int) -> Rows:
    own = guild_id + (100 if user_id == ANA else 200)
    other = BEN if user_id == ANA else ANA
    said = words(user_id)
    here = {"guild_id": guild_id}
    me = {"guild_id": guild_id, "user_id": user_id}
    turn = guild_id + (1 if user_id == ANA else 2)
    return [
        (
            "paper_interests",
            me
            | {"kind": "word", "key": said.casefold(), "value": said, "is_left_out": False}
            | {"added_at": NOW},
        ),
        ("paper_opinions", me | {"arxiv_id": PAPERS[0], "likes": True, "at": NOW}),
        (
            "paper_nominations",
            me | {"arxiv_id": PAPERS[0], "nominated_at": NOW, "is_named": True},
        ),
        (
            "paper_reviews",
            me
            | {"id": own, "arxiv_id": PAPERS[0], "key_points": said, "analysis": said}
            | {"method": said, "worth": 4, "updated_at": NOW, "released_at": NOW}
            | {"released_on": DAY, "revision": 1, "releases": 1, "channel_id": 31}
            | {"message_id": own},
        ),
        ("paper_reviewers", me | {"waiting_since": NOW, "is_paused": False}),
        (
            "paper_review_turns",
            here
            | {"round_id": turn, "asked_at": NOW, "user_id": user_id, "waited_since": NOW}
            | {"offered_to": other},
        ),
        ("paper_review_skips", me | {"round_id": turn}),
    ]


def _together(guild_id: int, user_id: int) -> Rows:
    own = guild_id + (100 if user_id == ANA else 200)
    said = words(user_id)
    here = {"guild_id": guild_id}
    me = {"guild_id": guild_id, "user_id": user_id}
    link = _link(user_id)
    return [
        (
            "conferences",
            here
            | {"id": own, "name": f"{KEPT} {own}", "folded_name": f"kept {own}", "zone": "UTC"}
            | {"deadline_at": NOW, "added_at": NOW},
        ),
        ("conference_adders", me | {"conference_id": own}),
        ("conference_watches", me | {"conference_id": own}),
        (
            "attended_events",
            me
            | {"id": own, "name": said, "folded_name": said.casefold(), "kind": "meetup"}
            | {"attended_on": DAY, "link": link, "counted_as": None, "counted_number": None},
        ),
        (
            "actions",
            here
            | {"id": own, "retro_id": guild_id + 1, "text": KEPT}
            | {"due_on": DAY, "status": "open", "created_at": NOW},
        ),
        (
            "action_owners",
            me | {"action_id": own, "is_accepted": True, "since": NOW, "step": None},
        ),
        ("retro_votes", me | {"retro_id": guild_id + 2, "number": 1, "votes": 2}),
        ("health_marks", me | {"retro_id": guild_id + 2}),
        (
            "paper_reproductions",
            me
            | {"id": own, "arxiv_id": PAPERS[0], "tried": said, "repository": link, "note": said}
            | {"outcome": "failed", "is_released": True, "noted_at": NOW},
        ),
        (
            "paper_ratings",
            me | {"round_id": guild_id + 1, "stars": 4, "counted_stars": 4, "rated_at": NOW},
        ),
        (
            "paper_actions",
            here
            | {"id": own, "round_id": guild_id + 1, "text": said, "owner_id": user_id}
            | {"due_on": DAY, "offered_at": NOW, "action_id": own},
        ),
    ]


def _learning(guild_id: int, user_id: int) -> Rows:
    own = guild_id + (100 if user_id == ANA else 200)
    said, link = words(user_id), _link(user_id)
    here, me = {"guild_id": guild_id}, {"guild_id": guild_id, "user_id": user_id}
    return [
        (
            "shares",
            me
            | {"id": own, "link": link, "link_key": address_key(link), "title": said}
            | {"kind": "blog", "audience": "technical", "shared_on": DAY, "released_at": NOW}
            | {"releases": 1, "channel_id": 11, "message_id": own + 2, "trouble": said},
        ),
        (
            "library_suggestions",
            here
            | {"id": own, "link_key": f"{own}", "url": f"https://{own}.example", "kind": "book"}
            | {"title": KEPT, "text": KEPT, "block": "", "decision": "accepted"}
            | {"suggested_at": NOW, "decided_at": NOW},
        ),
        ("library_suggesters", me | {"suggestion_id": own}),
        (
            "library_reports",
            me | {"link_key": "f" * 64, "url": link, "proposed": link, "reported_at": NOW},
        ),
    ]


def _projects(guild_id: int, user_id: int) -> Rows:
    own = guild_id + (100 if user_id == ANA else 200)
    said, link = words(user_id), _link(user_id)
    me: dict[str, Any] = {"guild_id": guild_id, "user_id": user_id}
    stage = me | {"project_id": own, "stage": "data"}
    texts = ["title", "summary", "next_step", "risks", "mitigations", "no_risks_because"]
    texts += ["results", "tradeoffs", "postmortem"]
    project = me | dict.fromkeys(texts, said) | {"id": own, "repository": link, "demo": link}
    project |= {"pain_points": ["ethics"], "block": "theory", "answers": {"impact": said}}
    project |= {"stage": "data", "begun_at": NOW, "updated_at": NOW}
    pull: dict[str, Any] = {
        "id": own,
        "link": link,
        "about": said,
        "state": "merged",
        "is_released": True,
    }
    return [
        ("projects", project | {"published_at": NOW, "published_on": DAY}),
        ("project_stages", stage | {"number": 1, "entered_at": NOW}),
        ("project_checkpoints", stage | {"words": said, "link": link, "written_at": NOW}),
        ("contributions", me | pull | {"noted_at": NOW}),
    ]


def _days(guild_id: int, user_id: int) -> Rows:
    own = guild_id + (100 if user_id == ANA else 200)
    said = words(user_id)
    here = {"guild_id": guild_id}
    me = {"guild_id": guild_id, "user_id": user_id}
    link = _link(user_id)
    entries = [
        {"id": "a", "title": said, "block": 1, "block_title": "B", "status": "done", "due": None}
        | {"at": NOW.isoformat(), "link": link, "note": said, "is_own": False, "depth": 0}
        | {"period": None}
    ]
    return [
        (
            "entries",
            me | {"day": DAY, "outcome": "done", "note": said, "answered_at": NOW, "minutes": 25},
        ),
        (
            "week_logs",
            me
            | {"week": DAY, "better": said, "to_change": said, "ahead": said, "line": said}
            | {"released_at": NOW, "written_at": NOW},
        ),
        (
            "mini_retros",
            me
            | {"month": DAY.replace(day=1), "worked": said, "adjust": said, "written_on": DAY}
            | {"counted_as": None, "counted_number": None},
        ),
        *_ratings(own, me, said, BEN if user_id == ANA else ANA),
        ("checkins", me | {"taken_on": DAY, "version": 1, "levels": "4321", "note": said}),
        ("checkin_plans", me | {"cadence_days": 28, "is_stopped": True, "skipped_on": DAY}),
        (
            "cycle_snapshots",
            me | {"number": 1, "plan_title": "Plan", "path_title": None, "entries": entries},
        ),
        (
            "cycle_decisions",
            me | {"number": 1, "milestone_id": "a", "decision": "carry", "decided_at": NOW},
        ),
        (
            "cycle_reflections",
            me
            | {"number": 1, "progress": said, "drained": said, "party": said}
            | {"written_at": NOW},
        ),
        (
            "schedules",
            me
            | {"id": own, "kind": "milestones.win", "subject": said, "cadence": "once"}
            | {"once_at": NOW, "zone": "UTC"},
        ),
        (
            "deliveries",
            here
            | {"id": own, "schedule_id": own, "occurrence": "1", "period": DAY, "due_at": NOW}
            | {"status": "sent", "attempt": 1, "channel_id": 11, "message_id": own + 1}
            | {"finished_at": NOW},
        ),
    ]


def _ratings(own: int, me: dict[str, int], said: str, other: int) -> Rows:
    here, rating = {"guild_id": me["guild_id"]}, me | {"number": 1}
    return [
        (
            "self_ratings",
            rating
            | {"quarter": date(2026, 1, 1), "finished_on": DAY, "grown": said, "focus": said}
            | {"counted_as": None, "counted_number": None},
        ),
        (
            "self_rating_levels",
            rating | {"axis": "a", "place": 0, "title": said, "scale": [said, said], "level": 2},
        ),
        (
            "second_ratings",
            rating
            | {"id": own, "mentor_id": other, "asked_on": DAY, "accepted": True}
            | {"finished_on": DAY},
        ),
        ("second_rating_levels", here | {"second_id": own, "axis": "a", "level": 1}),
    ]


def _partners(guild_id: int, user_id: int) -> Rows:
    me = {"guild_id": guild_id, "user_id": user_id}
    in_pair = {"pair_id": guild_id + 1, "place": user_id % 2, "has_left": False}
    return [
        (
            "partner_profiles",
            me
            | {"roles": "peer", "capacity": 1, "topics": words(user_id), "shows_axes": False}
            | {"is_paused": False, "joined_at": NOW},
        ),
        ("partner_not_with", me | {"other_id": BEN if user_id == ANA else ANA}),
        ("partners", me | in_pair | {"asks_on": DAY, "met": "yes"}),
        ("partner_waits", me | {"round_id": guild_id + 1, "reason": "alone"}),
    ]


def _twice(guild_id: int, user_id: int) -> Rows:
    own = guild_id + (100 if user_id == ANA else 200)
    said = words(user_id)
    here = {"guild_id": guild_id}
    me = {"guild_id": guild_id, "user_id": user_id}
    rows: Rows = []
    for number in (1, 2):
        rows += [
            (
                "paper_ballots",
                me
                | {"round_id": guild_id + number, "cast_at": NOW}
                | {"code": "AAAA" if user_id == ANA else "BBBB", "counted": {PAPERS[0]: 1}},
            ),
            ("paper_marks", me | {"round_id": guild_id + number, "arxiv_id": PAPERS[0], "mark": 1}),
            (
                "retro_cards",
                here
                | {"id": own + number, "retro_id": guild_id + number, "position": 0}
                | {"anonymity": "named", "author_id": user_id, "added_at": NOW}
                | {"text": KEPT if number == 1 else said},
            ),
        ]
    if guild_id == GUILD:
        rows.append(("homes", me | {"since": NOW}))
    return rows


def _link(user_id: int) -> str:
    return f"https://x.example/{words(user_id).replace(' ', '-')}"
