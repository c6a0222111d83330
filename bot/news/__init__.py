"""Newsletters: RSS and Atom feeds that a group follows, whose headlines come with a day's prompt.

A feed is read once a day for all groups that follow it; of its entries only the newest titles and
links are kept. On a day that the plan calls one of news, everybody in the group gets the same few
headlines, each once.
"""
