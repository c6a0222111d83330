"""What the demo's page says about the bot: what to try, and what its schedules are called."""

from __future__ import annotations

from sandbox.page import Step

STEPS = (
    Step("Be Yuki: press the second sign at the top left. Join the group.", "join"),
    Step("See the plan, block by block.", "plan show"),
    Step("Take up a milestone, or call one done.", "milestone list"),
    Step("Turn the clock to the next morning: the day's prompt comes as a direct message."),
    Step(
        "Turn on until #papers has a shortlist. Vote as one person, then as another.", "paper vote"
    ),
    Step(
        "Share something that is done. On Sunday evening #announcements has the week's wins.",
        "win share",
    ),
    Step("Be Ines, the organiser, and open a retro.", "retro open"),
    Step("Open the wire view and restart the bot: buttons from before still do what they say."),
)

TITLES = {
    "routine.prompt": "Daily prompt",
    "routine.snooze": "Snoozed prompt",
    "papers.open": "The week's shortlist",
    "papers.close": "The vote closes",
    "retros.open": "The retro opens",
    "retros.reveal": "The cards are revealed",
    "milestones.win": "A win is posted",
    "milestones.round_up": "The week's wins",
    "cycles.begun": "A new cycle is announced",
}
"""Names of the kinds of schedule."""
