"""What follows a paper that the group chose: a week later its thread asks what came of it (A11).

Members rate the reading for themselves (`bot.follow_ups.ratings`), and say what they will do with
it (`bot.follow_ups.offers`): an action, which somebody else is only offered.
"""
