"""Syllabot: what the bot knows and does. Discord's side of it lives in ``cogs``."""

__version__ = "0.1.0"
