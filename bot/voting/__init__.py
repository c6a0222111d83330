"""How a group decides: approval, instant runoff and STAR, and the list of the ballots that counted.

Pure: ballots, in any order and without names, go in as marks on papers; a count comes out that says
each of its stages. Every tie goes by a rule that members can check on what all of them saw, never
by chance: in the end the shortlist's own order decides.

No library counts here. pref_voting, the one that is well kept, brings numba, or-tools and seaborn
for what are three short functions, starvote knows STAR alone, and pyrankvote breaks ties at random.
The last two agreed with these on five thousand random elections each that have no tie.
"""

from bot.voting.count import count
from bot.voting.values import MOST_STARS, Count, Marks, Method, Stage, StageKind

__all__ = ["MOST_STARS", "Count", "Marks", "Method", "Stage", "StageKind", "count"]
