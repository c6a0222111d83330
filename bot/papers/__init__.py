"""A paper a week: arXiv's feeds, a ranked shortlist, private ballots, a result and its history.

What is known of papers belongs to no group (:mod:`~bot.papers.intake`, fed by
:mod:`~bot.papers.polling`); a group has nominations, rounds and ballots
(:mod:`~bot.papers.nominations`, :mod:`~bot.papers.rounds`, :mod:`~bot.papers.voting`). The rules
are pure and have a module each: identifiers, calendar, feeds, health, ranking, ballots.
"""
