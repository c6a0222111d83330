"""Knowledge shares: what members publish for others to learn from, logged with link and date (C4).

A share is its member's alone until they release it; then a post tells the group, and so does the
week's round-up beside the wins. Taken back, its post is deleted. How many a month has is shown to
its member alone, and counts at the milestone of the plan that counts shares, by a press of theirs.
"""
