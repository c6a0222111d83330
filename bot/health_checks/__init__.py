"""Health checks: while a retro collects cards, members say in five answers how the group works.

Answers are anonymous in every retro. Of five or more the group sees the mean for each item at the
reveal, and how the means have moved from retro to retro; of fewer it sees nothing.
"""
