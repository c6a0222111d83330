"""How the sandbox's rooms depend on one another: downwards, and no module in a circle."""

import graphlib

import grimp
import pytest

ROOMS = (
    "__main__",
    "persistence",
    "server",
    "rest | page",
    "backend",
    "people",
    "gateway | interactions | feeds",
    "http",
    "world",
    "rules | page_config | clock",
    "types",
)


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    """Who imports whom; imports for types alone count too."""
    return grimp.build_graph("sandbox", cache_dir=None)


def check_no_circle(graph: grimp.ImportGraph) -> None:
    """CycleError, which names the modules, where imports lead back to where they began."""
    imports = {each: graph.find_modules_directly_imported_by(each) for each in graph.modules}
    graphlib.TopologicalSorter(imports).prepare()


def test_no_module_is_in_a_circle_of_imports(graph: grimp.ImportGraph) -> None:
    assert len(graph.modules) > 80
    check_no_circle(graph)


def test_rooms_import_those_below_them_only(graph: grimp.ImportGraph) -> None:
    layers = [set(layer.split(" | ")) for layer in ROOMS]
    broken = graph.find_illegal_dependencies_for_layers(layers, containers={"sandbox"})
    assert {(each.importer, each.imported) for each in broken} == set()
    rooms = {each.removeprefix("sandbox.") for each in graph.find_children("sandbox")}
    assert rooms == {room for layer in layers for room in layer}


def test_a_circle_would_be_seen() -> None:
    graph = grimp.build_graph("sandbox", cache_dir=None)
    graph.add_import(importer="sandbox.clock", imported="sandbox.server")
    with pytest.raises(graphlib.CycleError, match="cycle"):
        check_no_circle(graph)
