"""The pure rules of the weekly paper: ranking, timetable, tally."""
