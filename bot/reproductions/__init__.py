"""The reproduction log: what members tried of papers, and what came of it (U15).

An attempt is its member's alone until they show it to the group, with their name. Of a chosen paper
that nobody has shown an attempt at, the group says that it was never tried.
"""
