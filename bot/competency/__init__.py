"""Competency: members rate themselves on the plan's axes each quarter, alone.

A rating keeps the axes as they were when it was made: an edited axis is another one, so that old
levels are never read on a new scale (W7). What a member did since stands beside the axes (U1).
"""
