"""Changing a group's settings, seen before they are saved, and which roles may organise it."""
