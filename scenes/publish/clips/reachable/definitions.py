"""A source file taken apart into definitions: the parts that change as one."""

import ast
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property

from scenes.publish.clips.reachable.references import References
from scenes.publish.clips.reachable.syntax import Function, is_text, last_word, syntax_digest

EFFECTS = "<import>"
"""Stands for what a module does when it is imported."""


@dataclass
class Definition:
    """A part of a module that changes as one."""

    nodes: list[ast.AST] = field(default_factory=list)
    owner: str | None = None
    """The class around, by its name in the module."""
    members: list[str] | None = None
    """Of a class: names of what its body defines, in order."""
    bindings: dict[str, str] = field(default_factory=dict)
    """What imports inside it bind."""

    @cached_property
    def digest(self) -> str:
        """Fingerprint of what it says, without comments, docstrings and layout."""
        return syntax_digest(self.nodes)

    @cached_property
    def references(self) -> References:
        """What it mentions."""
        return References.of(self.nodes)

    @cached_property
    def decorators(self) -> list[ast.expr]:
        """Those of its functions and classes."""
        found = (getattr(node, "decorator_list", ()) for node in self.nodes)
        return [decorator for decorators in found for decorator in decorators]


@dataclass
class Module:
    """A source file, taken apart."""

    name: str
    is_package: bool
    definitions: dict[str, Definition] = field(default_factory=dict)
    bindings: dict[str, str] = field(default_factory=dict)
    """What imports bind, as full names."""
    stars: list[str] = field(default_factory=list)
    loads: set[str] = field(default_factory=set)
    """What is imported with it; modules, or names in modules."""


@cache
def parse_module(name: str, is_package: bool, content: bytes) -> Module:
    """Take a source file apart; one that is no Python is a single definition."""
    module = Module(name, is_package)
    try:
        tree = ast.parse(content)
    except (SyntaxError, ValueError):
        text = ast.Constant(hashlib.sha256(content).hexdigest())
        module.definitions[EFFECTS] = Definition([text])
        return module
    _take_apart(module, tree.body)
    return module


def _take_apart(module: Module, body: list[ast.stmt], *, is_run: bool = True) -> None:  # noqa: PLR0912
    for node in body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            for bound, full in _bindings(module, node):
                if bound == "*":
                    module.stars.append(full)
                else:
                    module.bindings[bound] = full
                if is_run and isinstance(node, ast.ImportFrom):
                    module.loads.add(full)
            if is_run and isinstance(node, ast.Import):
                module.loads.update(alias.name for alias in node.names)
        elif isinstance(node, Function | ast.ClassDef):
            _define(module, node.name, node)
        elif isinstance(node, ast.If) and last_word(node.test) == "TYPE_CHECKING":
            _take_apart(module, node.body, is_run=False)
            _take_apart(module, node.orelse)
        elif isinstance(node, ast.Assign | ast.AnnAssign) and (names := _assigned(node)):
            for bound in names:
                if bound != "__all__":
                    _define(module, bound, node)
        elif isinstance(node, ast.If | ast.Try):
            _take_apart(module, [child for part in _blocks(node) for child in part])
            _define(module, EFFECTS, node)
        elif not (is_text(node) or isinstance(node, ast.Pass) or "__all__" in _targets(node)):
            _define(module, EFFECTS, node)


def _define(module: Module, name: str, node: ast.stmt, owner: str | None = None) -> None:
    definition = module.definitions.setdefault(name, Definition(owner=owner))
    for inner in ast.walk(node):
        if isinstance(inner, ast.Import | ast.ImportFrom):
            definition.bindings.update(_bindings(module, inner))
    if not isinstance(node, ast.ClassDef):
        definition.nodes.append(node)
        return
    members: dict[str, list[ast.stmt]] = {}
    header = []
    for line in node.body:
        if isinstance(line, Function | ast.ClassDef):
            names = [line.name]
        else:
            names = _assigned(line) if isinstance(line, ast.Assign | ast.AnnAssign) else []
        for member in names:
            members.setdefault(member, []).append(line)
            if isinstance(line, ast.AnnAssign):
                line.is_member = True  # type: ignore[attr-defined]
        if not names and not is_text(line) and not isinstance(line, ast.Pass):
            header.append(line)
    fields = {name: getattr(node, name) for name in node._fields}
    definition.nodes.append(ast.ClassDef(**{**fields, "body": header}))
    definition.members = list(dict.fromkeys([*(definition.members or ()), *members]))
    for member, lines in members.items():
        for line in lines:
            _define(module, f"{name}.{member}", line, owner=name)


def _bindings(module: Module, node: ast.Import | ast.ImportFrom) -> Iterator[tuple[str, str]]:
    if isinstance(node, ast.Import):
        for alias in node.names:
            yield (alias.asname, alias.name) if alias.asname else 2 * (alias.name.split(".")[0],)
        return
    base = node.module or ""
    if node.level:
        parts = module.name.split(".")
        parts = parts[: len(parts) - node.level + module.is_package]
        base = ".".join([*parts, *([base] if base else [])])
    for alias in node.names:
        bound = alias.asname or alias.name
        yield bound, base if alias.name == "*" else f"{base}.{alias.name}"


def _assigned(node: ast.Assign | ast.AnnAssign) -> list[str]:
    """Name what an assignment binds; nothing if it changes a part of something."""
    open_ = list(node.targets) if isinstance(node, ast.Assign) else [node.target]
    flat: list[ast.expr] = []
    while open_:
        target = open_.pop(0)
        if isinstance(target, ast.Tuple | ast.List):
            open_ = [*target.elts, *open_]
        else:
            flat.append(target)
    names = [target.id for target in flat if isinstance(target, ast.Name)]
    return names if len(names) == len(flat) and "_" not in names else []


def _targets(node: ast.stmt) -> set[str]:
    target = getattr(node, "target", None)
    return {target.id} if isinstance(target, ast.Name) else set()


def _blocks(node: ast.If | ast.Try) -> Iterator[list[ast.stmt]]:
    yield node.body
    if isinstance(node, ast.Try):
        for handler in node.handlers:
            yield handler.body
        yield node.finalbody
    yield node.orelse
