"""Study partners: members who opt in are brought together in rounds, and asked whether they met.

A round pairs everybody who takes part and does not pause; an extra one, between two rounds, pairs
those who are free by then. A pair is two or three people, and lasts until the next round. Whom
somebody does not want to be paired with is known to them alone (C1–C3).

Public: what there is in ``queries``, the acts of members in ``service``, of organisers in
``organising``; ``rounds`` makes rounds and ends pairs, ``telling`` says who hears of what.
"""
