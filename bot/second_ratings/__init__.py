"""Second ratings: a mentor rates a member too, where the member asks for it (W8).

The consent is for one rating. Whoever was asked sees the axes, and the member's levels once they
gave their own; the member can take all of that back at any time.
"""
