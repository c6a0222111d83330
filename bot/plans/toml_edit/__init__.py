"""Editing the TOML text of a plan in place, so that comments and layout stay.

Pure: from texts and values to texts.
"""
