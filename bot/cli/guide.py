"""What the demo's page proposes to try, for each beginning: what to do, and what to look at."""

from __future__ import annotations

from typing import Final

from sandbox.page import Step

FIRST_DAY: Final = (
    Step(
        "Be Yuki: press the second sign at the top left (on a phone, behind ☰). Join the group: "
        "press + zone, type Tokyo, choose it, and Send. The path can wait, so press Later in the "
        "answer: it says when her first message comes.",
        "join",
    ),
    Step("See the plan: what each block is about, and what Yuki has done of it.", "plan show"),
    Step(
        "See Yuki's milestones, and press Done beside the first. The count above goes to 1 of 35.",
        "milestone list",
    ),
    Step(
        "Press Next thing due, at the top: it is 08:00 in Tokyo. Open the direct messages of "
        "Syllabot, at the left (on a phone, behind ☰): Yuki's first prompt. Press Done below it."
    ),
    Step(
        "Press Next morning three times. Then open #papers: the week's shortlist is there. "
        "Press Vote, choose, and look: totals stay hidden until the vote closes."
    ),
    Step(
        "Tell the group what Yuki has done: press Share in the answer, see what would be posted, "
        "and press Share it. Then open #announcements: everybody sees that one, and nobody the "
        "rest of her list.",
        "win share",
    ),
    Step(
        "Be Ines, the organiser, and open a retro. Then open #retros, press Worked and write a "
        "card: it is counted, and hidden from everybody until the reveal.",
        "retro open",
    ),
    Step(
        "Press +1 week. Then look into #retros for the card, into #papers for what was picked and "
        "its thread, and into #announcements for the week's wins."
    ),
    Step(
        "Press Wire, at the top, then Restart the bot, and Wire again. Buttons from before still "
        "do what they say: open #papers and press History."
    ),
)

WEEK_SIX: Final = (
    Step(
        "It is Thursday of week six, and you are Ines, the organiser. Open #announcements (on a "
        "phone, behind ☰): what members finished and shared, a round-up for each week, a project, "
        "and when the group meets next. Press Can't come, and Join again."
    ),
    Step("See how Ines stands: what is done, when, and what was planned for when.", "me"),
    Step(
        "Open the thread Study partners, at the left: until the next round Ines is Yuki's mentor, "
        "and the other three learn side by side in one of theirs. Press Our pair: what Ines says "
        "there, nobody else sees."
    ),
    Step(
        "Be Maya: press the fourth sign at the top left (on a phone, behind ☰). She has missed a "
        "date. See what she could take up next, and why.",
        "milestone next",
    ),
    Step(
        "Open #papers: a vote is running. Press Vote and choose. Further up are the papers that "
        "the group picked in the weeks before; the thread of the last one is at the left."
    ),
    Step(
        "Open #retros: a retro is open. Press Adjust and write a card: it is counted, and hidden "
        "from everybody until the reveal."
    ),
    Step(
        "Be Ines again and close the retro: press Close and reveal in the answer. Then open "
        "#retros: the card is there, without a name. Above it stands the retro of March, with the "
        "action that came of it.",
        "retro close",
    ),
    Step(
        "See the plan, and press Planned and real: a picture of when Ines planned to be done with "
        "what, and when she was.",
        "plan show",
    ),
    Step(
        "Be Yuki, and see where she stands on the plan's axes, as a picture and in words. Nobody "
        "else sees it.",
        "competency show",
    ),
    Step("See what she built, and press Open: its parts, and who can read it.", "project list"),
    Step(
        "Press Next morning two times. Then open #papers: the vote closed on Friday, and its "
        "result stands there."
    ),
    Step(
        "Press Wire, at the top, then Restart the bot, and Wire again. Buttons from before still "
        "do what they say: open #papers and press History."
    ),
)
