"""The arXiv feeds behind a group's weekly paper: which it follows, and what of them counts.

The feeds themselves, which all groups share, are :mod:`bot.arxiv`'s.
"""
