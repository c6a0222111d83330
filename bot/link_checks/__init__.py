"""The weekly check of the library's links, which organisers switch on (C9).

Each link is asked for its status alone: HEAD first, then GET, one request for each step, and one a
minute for each host, whatever group or process asks. What fails on two different days is called
dead, to organisers alone. Every step is stored, so a check goes on wherever it was cut off.
"""
