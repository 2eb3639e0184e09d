"""Who may import whom, and that importing does nothing else."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCES = sorted([*ROOT.glob("gdmath/**/*.py"), *ROOT.glob("scenes/**/*.py")])
MODULES = [
    ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    for file in SOURCES
]
ORDER = ["gdmath", "scenes.files", "scenes.params", "scenes.stage", "scenes.props",
         "scenes.chapters", "scenes.descent", "scenes.publish.clips", "scenes.publish.lecture",
         "scenes.publish", "scenes.way_in"]  # fmt: skip
"""Each may import itself and those before it."""


def layer(module: str) -> int:
    """Return a module's place in the order; `scenes` itself belongs to none."""
    rooms = [name for name in ORDER if f"{module}.".startswith(f"{name}.")]
    return ORDER.index(max(rooms, key=len)) if rooms else -1


def imports(file: Path) -> Iterator[tuple[str, bool, bool]]:
    """Yield each imported module, whether inside a function, whether for type checkers only."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file} imports relatively"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        in_function = for_types = False
        above = parents.get(node)
        while above is not None:
            in_function |= isinstance(above, ast.FunctionDef | ast.AsyncFunctionDef)
            for_types |= isinstance(above, ast.If) and "TYPE_CHECKING" in ast.unparse(above.test)
            above = parents.get(above)
        for name in names:
            yield name, in_function, for_types


@pytest.mark.parametrize("file", SOURCES, ids=MODULES)
def test_imports_go_backwards_only(file: Path) -> None:
    module = MODULES[SOURCES.index(file)]
    for name, *_ in imports(file):
        if layer(name) < 0 or module == "scenes":  # the front door: no module enters by it
            continue
        assert layer(name) <= layer(module), f"{module} imports {name}"


def test_no_module_imports_itself_through_others() -> None:
    names = set(MODULES)
    needs: dict[str, set[str]] = {}
    for file, module in zip(SOURCES, MODULES, strict=True):
        found = {name if name in names else name.rpartition(".")[0] for name, *_ in imports(file)}
        needs[module] = found & names - {module}
    try:
        tuple(TopologicalSorter(needs).static_order())
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))


def test_the_order_knows_every_module() -> None:
    assert {module for module in MODULES if layer(module) < 0} == {"scenes"}


def test_gdmath_knows_nothing_of_manim() -> None:
    for file in ROOT.glob("gdmath/**/*.py"):
        assert not [name for name, *_ in imports(file) if name.split(".")[0] == "manim"], file


def test_only_one_file_imports_keras_and_only_inside_functions() -> None:
    for file in SOURCES:
        for name, in_function, _ in imports(file):
            if name.split(".")[0] in ("keras", "tensorflow"):
                assert file == ROOT / "gdmath" / "keras_descent.py", f"{file} imports {name}"
                assert in_function, f"{file} imports {name} when it is imported"


def test_no_scene_file_bears_the_name_of_a_library() -> None:
    names = {file.stem for file in (ROOT / "scenes").glob("*.py")} - {"__init__"}
    assert not names & (set(sys.stdlib_module_names) | {"keras", "numpy", "manim", "typst"})


IMPORT_ALL = """
import importlib, os, sys
import av, cairo, matplotlib, numpy, platformdirs, pydantic, srt, typst
import manim
import PIL.Image
from manim import config
pydantic.create_model("First")  # with the first model it reads which plugins there are
from unittest import mock
before, environment, folder = dict(config), dict(os.environ), os.getcwd()
opened = []

def watch(event, args):
    if event == "open" and not str(args[0]).endswith((".py", ".pyc")):
        opened.append(str(args[0]))

sys.addaudithook(watch)
for module in sys.argv[1:]:
    importlib.import_module(module)
    assert not opened, (module, opened)
assert dict(config) == before, "Manim's configuration was changed"
assert dict(os.environ) == environment, "the environment was changed"
assert os.getcwd() == folder
heavy = {"tensorflow", "keras", "numba", "llvmlite"} & set(sys.modules)
assert not heavy, heavy
"""


def test_importing_reads_no_file_and_changes_nothing() -> None:
    modules = [
        module for module in MODULES if module not in COMPILED and not module.endswith("__main__")
    ]
    run = subprocess.run(
        [sys.executable, "-B", "-W", "ignore", "-c", IMPORT_ALL, *modules],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr


COMPILED = {
    "gdmath.compiled_cache",
    "gdmath.raycast_kernels",
    "scenes.props.plane.loss_painting",
    "scenes.props.space.surface_painting",
}
"""The modules of compiled functions: they load Numba, and are imported inside functions only."""


def test_compiled_modules_are_imported_inside_functions_only() -> None:
    for file, module in zip(SOURCES, MODULES, strict=True):
        names = [name for name, in_function, for_types in imports(file)
                 if not in_function and not for_types]  # fmt: skip
        if any(name.split(".")[0] == "numba" for name in names):
            assert module in COMPILED, f"{module} loads Numba when it is imported"
        if module not in COMPILED:
            wrong = [name for name in names for kernel in COMPILED if f"{name}.".startswith(kernel)]
            assert not wrong, f"{module} imports {wrong} when it is imported"
