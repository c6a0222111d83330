"""Cycles: a group goes through its plan, closes that cycle, and begins the next one.

Cycles are numbered from 1. The present one is the group itself and its first day; a closed one is a
row, with a snapshot of every member who was there. Nothing changes a snapshot.

Public: what there is in ``queries``, closing a cycle in ``service``, what becomes of each milestone
that was open in ``review_service``.
"""
