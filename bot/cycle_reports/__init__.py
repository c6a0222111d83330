"""Cycle reports: a closed cycle on one page, for each member alone, and one for the group (U8).

A member's page is made of their snapshot and of what other features know of that time; stored is
only what they answer to the plan's questions. The group's page has sums that were made when the
cycle was closed and never change, and what its members released, as it is released now.

Public: both pages in ``queries``, the answers and the sums in ``service``, the page as a text to
take along in ``document``.
"""
