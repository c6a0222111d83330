"""Stand-ins for what a bot reads from outside: arXiv's RSS feeds, arXiv's API and a newsletter.

They are served on the sandbox's own port, follow its clock, answer conditional requests, and can be
broken on demand (`sandbox.feeds.break_with("cs.CL", "truncated")`).
"""

from sandbox.feeds.papers import Announcement, Paper, samples
from sandbox.feeds.service import FeedRequest, Feeds
from sandbox.feeds.trouble import Trouble

__all__ = ["Announcement", "FeedRequest", "Feeds", "Paper", "Trouble", "samples"]
