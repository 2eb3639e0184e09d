"""Definitions chosen by chance, each changed in one place."""

import ast
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

SEARCHED = ("gdmath", "scenes/stage", "scenes/props", "scenes/chapters")
_SWAPPED: dict[type[ast.AST], type[ast.AST]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult, ast.Pow: ast.Mult, ast.Mod: ast.Add, ast.Lt: ast.GtE,
    ast.LtE: ast.Gt, ast.Gt: ast.LtE, ast.GtE: ast.Lt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
    ast.And: ast.Or, ast.Or: ast.And, ast.USub: ast.UAdd,
}  # fmt: skip


@dataclass(frozen=True)
class Mutation:
    """A definition that says something else."""

    name: str
    """Of the definition: ``gdmath/loss.py:MseLoss.gradient``."""
    file: Path
    """Below the root."""
    text: str
    """The whole file, changed."""


def choose(root: Path, count: int, seed: int) -> list[Mutation]:
    """Choose definitions by chance and change each in one place, also chosen by chance.

    Args:
        root: The project.
        count: How many.
        seed: Of the choice.
    """
    chance = random.Random(seed)
    found = [
        (file, name, line)
        for folder in SEARCHED
        for file in sorted((root / folder).rglob("*.py"))
        if file.parent.name != "chapters" or file.name != "__init__.py"
        for name, line in _definitions(ast.parse(file.read_bytes()).body)
    ]
    chance.shuffle(found)
    mutations = []
    for file, name, line in found:
        if len(mutations) == count:
            break
        text = _changed(file.read_text(encoding="utf-8"), line, chance)
        if text is not None:
            place = file.relative_to(root)
            mutations.append(Mutation(f"{place.as_posix()}:{name}", place, text))
    return mutations


def _definitions(body: Sequence[ast.stmt], prefix: str = "") -> Iterator[tuple[str, int]]:
    """List functions, methods, fields and constants with a value, with their first lines."""
    for node in body:
        if isinstance(node, ast.ClassDef):
            yield from _definitions(node.body, f"{prefix}{node.name}.")
        elif isinstance(node, ast.FunctionDef):
            yield f"{prefix}{node.name}", node.lineno
        elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            if isinstance(target, ast.Name) and target.id != "__all__":
                yield f"{prefix}{target.id}", node.lineno


def _changed(text: str, line: int, chance: random.Random) -> str | None:
    """Change the definition that begins on a line; None if there is nothing to change in it."""
    tree = ast.parse(text)
    (node,) = (
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.Assign | ast.AnnAssign) and node.lineno == line
        if getattr(node, "value", True) is not None
    )
    before = ast.dump(tree)
    places = list(_places(node))
    chance.shuffle(places)
    for place in places:
        _change(place)
        ast.fix_missing_locations(tree)
        if ast.dump(tree) != before:
            return ast.unparse(tree) + "\n"
    return None


def _places(node: ast.AST) -> Iterator[ast.AST]:
    """List what can be changed in a definition, its signature's types and decorators apart."""
    for name, value in ast.iter_fields(node):
        if name in {"annotation", "returns", "decorator_list"}:
            continue
        for child in value if isinstance(value, list) else [value]:
            if not isinstance(child, ast.AST):
                continue
            is_number = isinstance(child, ast.Constant) and isinstance(child.value, int | float)
            is_block = isinstance(child, ast.If | ast.For | ast.FunctionDef) or (
                isinstance(child, ast.Expr) and isinstance(child.value, ast.Call)
            )
            if type(child) in _SWAPPED or is_number or is_block or isinstance(child, ast.Return):
                yield child
            yield from _places(child)


def _change(node: ast.AST) -> None:
    """Swap an operator, change a number, drop a call, negate a condition or what is returned."""
    if type(node) in _SWAPPED:
        node.__class__ = _SWAPPED[type(node)]
    elif isinstance(node, ast.Constant):
        if isinstance(node.value, bool):
            node.value = not node.value
        elif isinstance(node.value, int):
            node.value += 1
        else:
            node.value = node.value * 1.1 + 0.01
    elif isinstance(node, ast.Expr):
        node.value = ast.Constant(None)
    elif isinstance(node, ast.If):
        node.test = ast.UnaryOp(ast.Not(), node.test)
    elif isinstance(node, ast.Return) and node.value is not None:
        node.value = ast.Constant(None)
