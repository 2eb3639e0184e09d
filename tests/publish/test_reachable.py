"""What a definition reaches, on packages made for it."""

from pathlib import Path

import pytest

from scenes.publish.clips.reachable import Reach, Sources, reach


@pytest.fixture
def follow(tmp_path: Path):
    """Write modules of a package and follow from ``pkg.main.start``."""

    def following(**modules: str) -> Reach:
        folder = tmp_path / "pkg"
        folder.mkdir(exist_ok=True)
        (folder / "__init__.py").touch()
        for name, text in modules.items():
            (folder / f"{name}.py").write_text(text, encoding="utf-8")
        return reach(Sources(tmp_path, ["pkg"]), "pkg.main.start")

    return following


def names(found: Reach) -> set[str]:
    return {
        f"{module}.{name}"[4:] for module in found.definitions for name in found.definitions[module]
    }


@pytest.mark.parametrize(
    ("main", "other", "reached"),
    [
        ("def start(): return A\nA = B\nB = 1\nC = 2", "", {"main.A", "main.B"}),
        ("from pkg.other import f as g\ndef start(): g()", "def f(): 1\ndef h(): 2", {"other.f"}),
        ("from pkg import other\ndef start(): other.f()", "def f(): 1\ndef h(): 2", {"other.f"}),
        ("import pkg.other\ndef start(): pkg.other.f()", "def f(): 1\ndef h(): 2", {"other.f"}),
        ("def start():\n from pkg.other import f\n f()", "def f(): 1\ndef h(): 2", {"other.f"}),
        ("from pkg.other import *\ndef start(): f()", "def f(): 1\ndef h(): 2", {"other.f"}),
        ("def start(n=A): 1\nA = 1", "", {"main.A"}),
        ("def d(f): return f\n@d\ndef start(): 1", "", {"main.d"}),
        (
            "class A:\n def x(self): 1\n def y(self): 2\ndef start(a): A; a.x()",
            "",
            {"main.A", "main.A.x"},
        ),
        (
            "class A:\n def x(self): 1\nclass B(A):\n def __add__(s, o): 1\ndef start(b): B().x",
            "",
            {"main.A", "main.A.x", "main.B", "main.B.__add__"},
        ),
        (
            "from numpy import ndarray\nclass A(ndarray):\n def x(self): 1\ndef start(): A",
            "",
            {"main.A", "main.A.x"},
        ),
        (
            "class A:\n n: int = 1\n def x(self): 1\ndef start(a): getattr(A, 'x')",
            "",
            {"main.A", "main.A.n", "main.A.x"},
        ),
        (
            "class A:\n def x(s): 1\n def y(s, n): return getattr(s, n)\ndef start(a): A().y()",
            "",
            {"main.A", "main.A.x", "main.A.y"},
        ),
        (
            "from pydantic import BaseModel\n"
            "class A(BaseModel):\n n: int = 1\n m: int = 2\ndef start(a): A().n",
            "",
            {"main.A", "main.A.n"},
        ),
        (
            "import pkg.other\ndef start(): 1",
            "def f(): 1\nprint(f())",
            {"other.f", "other.<import>"},
        ),
        ("A = 1\nA += 1\ndef start(): 1", "", {"main.A", "main.<import>"}),
        (
            "from importlib import import_module\ndef start(n): import_module(n)",
            "B = 1",
            {"other.B"},
        ),
    ],
)  # fmt: skip
def test_what_is_mentioned_is_reached(main, other, reached, follow):
    assert names(follow(main=main, other=other)) == {"main.start", *reached}


def test_fields_in_another_order_are_another_class(follow):
    def digest(fields: str) -> str:
        text = f"class A:\n{fields}\ndef start(): A"
        return follow(main=text).definitions["pkg.main"]["A"]

    assert digest(" a: int\n b: int") != digest(" b: int\n a: int")
    assert digest(" a: int\n b: int") == digest(" 'text'\n a: int\n\n b: int  # comment")


def test_a_root_that_is_not_there_is_an_error(follow):
    with pytest.raises(LookupError, match=r"pkg\.main\.start"):
        follow(main="A = 1")
