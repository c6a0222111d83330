"""The pure rules of papers: ids, arXiv's calendar, feeds' health, ranking, timetable, tally."""
