"""Who changed which setting of a group when, and which roles may organise it.

The log holds settings alone: no words of members, and of a newsletter its title only.
"""
