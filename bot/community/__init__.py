"""Community: what a group shares beyond its plan; so far the conferences its members aim for.

Public: what there is in ``queries``, the acts in ``service``, deadlines as people type and read
them in ``rules``; what a member went to, for them alone, in ``attendance``. Others hear of the
coming deadlines that a member watches as `commitments` and as entries of their calendar.
"""
