"""Reviews of papers, and the rota of who reviews the week's.

A review is its author's alone until they publish it; then the paper's thread has it, where there is
one, and the group's list of reviews. The rota asks the member who waits longest whenever a vote
chooses a paper (:mod:`~bot.reviews.rules.rota`).
"""
