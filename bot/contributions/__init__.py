"""Contributions to open source: pull requests by their link, with how they stand (C8).

How one stands is what its member says; nothing is asked of the site where it is. A contribution is
its member's alone until they show it to the group, with their name.
"""
