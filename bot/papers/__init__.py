"""A paper a week: arXiv's feeds, a ranked shortlist, private ballots, a result and its history.

What is known of papers belongs to no group: :mod:`~bot.papers.polling` reads arXiv's feeds and
:mod:`~bot.papers.ingest` stores what they bring. A group has nominations, rounds and ballots
(:mod:`~bot.papers.nominations`, :mod:`~bot.papers.rounds`, :mod:`~bot.papers.ballot_service`).
"""
