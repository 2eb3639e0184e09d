"""What a piece of a syntax tree is called, and its fingerprint."""

import ast
import hashlib
from collections.abc import Iterable

Function = ast.FunctionDef | ast.AsyncFunctionDef


def chain_of(node: ast.expr) -> tuple[str, ...] | None:
    """Return a name and the attributes taken from it, None for other expressions."""
    words: list[str] = []
    while isinstance(node, ast.Attribute):
        words.append(node.attr)
        node = node.value
    return (node.id, *reversed(words)) if isinstance(node, ast.Name) else None


def last_word(node: ast.expr) -> str:
    """Return the last name of what is called or subscripted, ``?`` for what has none."""
    while isinstance(node, ast.Call | ast.Subscript):
        node = node.func if isinstance(node, ast.Call) else node.value
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else "?"


def syntax_digest(nodes: Iterable[ast.AST]) -> str:
    """Fingerprint syntax without comments, docstrings and layout."""
    digest = hashlib.sha256()
    for node in nodes:
        for inner in ast.walk(node):
            if isinstance(inner, ast.ClassDef | Function):
                inner.body = [line for line in inner.body if not is_text(line)]
        digest.update(ast.dump(node).encode())
    return digest.hexdigest()[:16]


def is_text(node: ast.stmt) -> bool:
    """Tell whether a statement is a docstring, also one behind an attribute."""
    return isinstance(node, ast.Expr) and isinstance(getattr(node.value, "value", None), str)
