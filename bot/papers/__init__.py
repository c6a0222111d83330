"""A paper a week: a ranked shortlist, private ballots, a result and its history.

A group has nominations, rounds and ballots (:mod:`~bot.papers.nominations`,
:mod:`~bot.papers.rounds`, :mod:`~bot.papers.ballot_service`); the papers are :mod:`bot.arxiv`'s.
"""
