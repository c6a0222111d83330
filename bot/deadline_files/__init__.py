"""Files of deadlines that organisers name: calendars, and what communities publish (C6).

A file is fetched within limits (`source`), read in the worker's process (`formats`), shown, and
what is chosen from it goes into the group's list of conferences. From then on it is read once a
day (`reading`). What it says of a deadline moves the group's once two readings, a day apart, agree
(`rules`); what was changed by hand stays.
"""
