"""Accounts, guilds, channels and messages, and the announcements of what changes."""
