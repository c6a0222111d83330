"""What the demo's page proposes to try."""

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
