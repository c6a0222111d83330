"""A route that a panel leads to in another feature is the one that is answered there."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

import cogs
from cogs.common.routes import AnyRoute, Route
from cogs.features import FEATURES


def declared() -> Iterator[tuple[str, AnyRoute]]:
    """Every route that a module of a cog's package declares, with the module's name."""
    for found in pkgutil.walk_packages(cogs.__path__, "cogs."):
        for value in vars(importlib.import_module(found.name)).values():
            if isinstance(value, Route):
                yield found.name, value


def test_every_route_that_a_panel_can_lead_to_is_answered_with_its_keys() -> None:
    answered = {route.name: route for feature in FEATURES for route in feature.routes}
    for module, route in declared():
        assert route.name in answered, f"{module}: nobody answers {route.name}"
        keys = answered[route.name].keys
        assert route.keys == keys, f"{module} calls {route.name} with other keys"
