"""What members want more of in the weekly paper, and less, and what they think of papers.

Interests are words, authors and categories (:mod:`~bot.interests.service`); opinions are 👍, 👎
and why a paper is not for the group (:mod:`~bot.interests.opinions`). What of them counts in a
shortlist is the weekly paper's to say.
"""
