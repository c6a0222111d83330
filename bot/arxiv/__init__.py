"""What is known of arXiv's papers; it belongs to no group.

:mod:`~bot.arxiv.polling` reads the feeds, :mod:`~bot.arxiv.ingest` stores what they bring, and
:mod:`~bot.arxiv.api` looks papers up.
"""
