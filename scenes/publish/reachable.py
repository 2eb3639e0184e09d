"""Which definitions of the project a piece of its code can reach: static analysis of sources.

A definition is a function, a class's header, a method, a field or a constant of a module, or what
a module does when it is imported. From each one the analysis follows the names that it mentions,
through imports, and the attributes: as it is not known what an attribute is taken from, every class
that is reached gives its member of that name. When in doubt, a definition is in:

- All members of a class whose base is a library's, which may call them: a scene, a mobject, an
  animation. All special methods, all fields except a model's of pydantic, and what is decorated
  with more than `PLAIN_DECORATORS`.
- A string that could be an attribute's name counts as one, for `getattr`. Where that name is
  computed, all members of the class around are in; where a module's is, its whole package.
- Statements with effects in every module that is imported on the way.

Annotations of functions and variables are not followed: what has a type was made elsewhere.
"""

import ast
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

PLAIN_DECORATORS = frozenset(
    {
        "abstractmethod", "cache", "cached_property", "classmethod", "contextmanager", "dataclass",
        "final", "lru_cache", "njit", "overload", "override", "property", "setter", "staticmethod",
        "total_ordering", "vectorize", "wraps",
    }
)  # fmt: skip
"""Last words of decorators that call nothing by themselves."""

_INERT_BASES = frozenset(
    {
        "abc", "builtins", "collections", "contextlib", "enum", "pydantic", "string", "typing",
        "typing_extensions",
    }
)  # fmt: skip
"""Libraries whose classes call special methods and named ones only, not whatever is overridden."""
_MODELS = frozenset({"pydantic"})
_EFFECTS = "<import>"
"""Stands for what a module does when it is imported."""

_Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass
class _Definition:
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
    def references(self) -> "_References":
        return _References.of(self.nodes)

    @cached_property
    def decorators(self) -> list[ast.expr]:
        found = (getattr(node, "decorator_list", ()) for node in self.nodes)
        return [decorator for decorators in found for decorator in decorators]


@dataclass
class _Module:
    """A source file, taken apart."""

    name: str
    is_package: bool
    definitions: dict[str, _Definition] = field(default_factory=dict)
    bindings: dict[str, str] = field(default_factory=dict)
    """What imports bind, as full names."""
    stars: list[str] = field(default_factory=list)
    loads: set[str] = field(default_factory=set)
    """What is imported with it; modules, or names in modules."""


@dataclass
class Reach:
    """What was reached."""

    files: dict[str, str]
    """SHA-256 of every source file that was looked into, by module."""
    definitions: dict[str, dict[str, str]]
    """Syntax digests by module and name in the module."""


class Sources:
    """The sources of the project, each read once.

    Args:
        root: The folder with the packages.
        packages: Their names. All else is a library's.
    """

    def __init__(self, root: Path, packages: Iterable[str]) -> None:
        self._root = root
        self.packages = frozenset(packages)
        self._contents: dict[str, bytes | None] = {}

    def file(self, module: str) -> Path:
        """Return where a module's source is, or would be."""
        path = self._root.joinpath(*module.split("."))
        return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")

    def file_digest(self, module: str) -> str | None:
        """Return the SHA-256 of a module's file, None if there is no such file."""
        content = self._content(module)
        return None if content is None else hashlib.sha256(content).hexdigest()

    def module(self, name: str) -> _Module | None:
        """Return a module taken apart, None if it is not the project's."""
        content = self._content(name)
        if content is None:
            return None
        return _parse(name, self.file(name).name == "__init__.py", content)

    def submodules(self, package: str) -> Iterator[str]:
        """List the modules of a package, also those of packages in it."""
        folder = self._root.joinpath(*package.split("."))
        for path in sorted(folder.rglob("*.py")):
            parts = path.relative_to(self._root).with_suffix("").parts
            yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    def reach(
        self, *roots: str, without: Iterable[str] = (), registries: Iterable[str] = ()
    ) -> Reach:
        """Follow references.

        Args:
            *roots: Where to begin: functions or classes by full name, or modules, of which all
                classes are taken.
            without: Packages and modules that are not followed into.
            registries: Packages that list what is in them; the lists are not followed, their
                modules are.

        Raises:
            LookupError: If a root is not there.
        """
        return _Walk(self, frozenset(without), frozenset(registries)).run(roots)

    def _content(self, module: str) -> bytes | None:
        if module not in self._contents:
            content = None
            if module.partition(".")[0] in self.packages:
                file = self.file(module)
                content = file.read_bytes() if file.is_file() else None
            self._contents[module] = content
        return self._contents[module]


class _Walk:
    """One search from the roots to all that they reach."""

    def __init__(
        self, sources: Sources, without: frozenset[str], registries: frozenset[str]
    ) -> None:
        self._sources = sources
        self._without = without
        self._registries = registries
        self._modules: dict[str, _Module] = {}
        self._reached: dict[tuple[str, str], _Definition] = {}
        self._attributes: set[str] = set()
        self._classes: list[tuple[_Module, str]] = []
        self._whole: set[tuple[str, str]] = set()
        self._open: list[tuple[_Module, str]] = []

    def run(self, roots: Iterable[str]) -> Reach:
        for root in roots:
            module = self._load(root)
            if module is not None:
                for name, definition in module.definitions.items():
                    if definition.members is not None and definition.owner is None:
                        self._add(module, name)
            elif not self._reach_name(root):
                raise LookupError(f"{root} is not there")
        while self._open:
            while self._open:
                self._follow(*self._open.pop())
            for module, name in list(self._classes):
                self._add_members(module, name)
        return self._result()

    def _result(self) -> Reach:
        definitions: dict[str, dict[str, str]] = {}
        for (module, name), definition in sorted(self._reached.items(), key=lambda item: item[0]):
            digest = definition.digest
            if definition.members is not None:  # the order of fields is that of arguments
                order = [m for m in definition.members if (module, f"{name}.{m}") in self._reached]
                fields = [m for m in order if self._is_field(module, f"{name}.{m}")]
                digest = hashlib.sha256(f"{digest} {fields}".encode()).hexdigest()[:16]
            definitions.setdefault(module, {})[name] = digest
        files = {name: str(self._sources.file_digest(name)) for name in sorted(self._modules)}
        return Reach(files, definitions)

    def _is_field(self, module: str, name: str) -> bool:
        node = self._reached[module, name].nodes[0]
        return isinstance(node, ast.Assign | ast.AnnAssign)

    # Modules and names.

    def _load(self, name: str) -> _Module | None:
        """Import a module as Python would: its packages first, with what these import."""
        if name in self._modules:
            return self._modules[name]
        if self._is_left_out(name):
            return None
        module = self._sources.module(name)
        if module is None:
            return None
        self._modules[name] = module
        package = name.rpartition(".")[0]
        if package:
            self._load(package)
        for loaded in sorted(module.loads):
            if self._load(loaded) is None:
                self._load(loaded.rpartition(".")[0])
        for own, definition in module.definitions.items():
            if own == _EFFECTS or (definition.owner is None and self._registers(definition)):
                self._add(module, own)
        return module

    def _is_left_out(self, name: str) -> bool:
        return name in self._registries or any(
            f"{name}.".startswith(f"{part}.") for part in self._without
        )

    def _registers(self, definition: _Definition) -> bool:
        """Tell whether decorators of a function or class may do more than change it."""
        words = {_last_word(decorator) for decorator in definition.decorators}
        return bool(words - PLAIN_DECORATORS)

    def _reach_name(self, full: str) -> bool:
        """Add what a full name stands for; tell whether it is the project's."""
        package, _, name = full.rpartition(".")
        if not package or self._is_left_out(package):
            return False
        module = self._load(package)
        if module is None:
            return False
        return self._reach_in(module, name) or self._reach_made(module, name)

    def _reach_in(self, module: _Module, name: str) -> bool:
        if name in module.definitions:
            self._add(module, name)
            return True
        target = module.bindings.get(name)
        if target is not None:
            return self._reach_target(target)
        if any(self._reach_name(f"{star}.{name}") for star in reversed(module.stars)):
            return True
        return self._load(f"{module.name}.{name}") is not None

    def _reach_made(self, module: _Module, name: str) -> bool:
        """Add what a package's ``__getattr__`` may answer, which its own names never ask."""
        is_known = name in module.bindings or self._is_left_out(f"{module.name}.{name}")
        if module.is_package and not is_known and "__getattr__" in module.definitions:
            self._add(module, "__getattr__")
            for other in self._sources.submodules(module.name):
                there = self._sources.module(other)
                if there is not None and name in there.definitions and self._load(other):
                    self._add(there, name)
            return True
        return False

    def _reach_target(self, full: str) -> bool:
        return self._reach_name(full) or self._load(full) is not None

    def _add(self, module: _Module, name: str) -> None:
        if (module.name, name) in self._reached:
            return
        definition = module.definitions[name]
        self._reached[module.name, name] = definition
        self._open.append((module, name))
        if definition.members is not None:
            self._classes.append((module, name))

    # What definitions mention.

    def _follow(self, module: _Module, own: str) -> None:
        definition = module.definitions[own]
        references = definition.references
        for chain in references.chains:
            self._follow_chain(module, definition, chain)
        self._attributes |= references.words
        if references.computes_names and definition.owner is not None:
            self._whole.add((module.name, definition.owner))
        if references.computes_modules:
            package = module.name if module.is_package else module.name.rpartition(".")[0]
            for other in self._sources.submodules(package):
                there = self._load(other)
                if there is not None:
                    for name in there.definitions:
                        self._add(there, name)

    def _follow_chain(
        self, module: _Module, definition: _Definition, chain: tuple[str, ...]
    ) -> None:
        first, rest = chain[0], chain[1:]
        full = definition.bindings.get(first) or module.bindings.get(first)
        if full is None or first in module.definitions:
            self._reach_in(module, first)
            self._attributes.update(rest)
            if full is None:
                return
        for count, word in enumerate(rest):
            if self._load(full) is None:
                break
            there = self._modules[full]
            self._reach_in(there, word)
            full = there.bindings.get(word, f"{full}.{word}")
            rest = chain[count + 2 :]
        self._reach_target(full)
        if "." in full or full in self._sources.packages:  # else it is a library's function
            self._attributes.update(rest)

    # Classes.

    def _add_members(self, module: _Module, name: str) -> None:
        definition = module.definitions[name]
        bases = set(self._libraries(module, name))
        is_model = bool(bases & _MODELS)
        is_open = bool(bases - _INERT_BASES) or (module.name, name) in self._whole
        for member in definition.members or ():
            qualified = f"{name}.{member}"
            if (module.name, qualified) not in self._reached and (
                member in self._attributes
                or (member.startswith("__") and member.endswith("__"))
                or self._is_in(module.definitions[qualified], is_model, is_open)
            ):
                self._add(module, qualified)

    def _is_in(self, member: _Definition, is_model: bool, is_open: bool) -> bool:
        node = member.nodes[0]
        if isinstance(node, ast.AnnAssign) and is_model:
            return _last_word(node.annotation) == "ClassVar"
        if isinstance(node, ast.Assign | ast.AnnAssign) or is_open:
            return is_model is False or not self._is_for_fields(member)
        return any(
            _last_word(decorator) not in PLAIN_DECORATORS for decorator in member.decorators
        ) and not (is_model and self._is_for_fields(member))

    def _is_for_fields(self, member: _Definition) -> bool:
        """Tell whether a validator is only for fields that are not reached."""
        named = [
            argument.value
            for decorator in member.decorators
            if isinstance(decorator, ast.Call)
            for argument in decorator.args
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
        ]
        return bool(named) and not self._attributes.intersection(named)

    def _libraries(self, module: _Module, name: str) -> Iterator[str]:
        """Name the libraries that a class's bases come from, also those of its bases."""
        seen = set()
        classes = [(module, name)]
        while classes:
            where, own = classes.pop()
            if (where.name, own) in seen:
                continue
            seen.add((where.name, own))
            for node in where.definitions[own].nodes:
                for base in getattr(node, "bases", ()):
                    found = self._find_class(where, base)
                    if isinstance(found, str):
                        yield found
                    else:
                        classes.append(found)

    def _find_class(self, module: _Module, base: ast.expr) -> "tuple[_Module, str] | str":
        chain = _chain(base.value if isinstance(base, ast.Subscript) else base)
        if chain is None:
            return "?"
        where: _Module | None = module
        for position, word in enumerate(chain):
            name = word
            for _ in range(9):  # through packages that pass a name on
                if where is None or name in where.definitions:
                    break
                full = where.bindings.get(name)
                if full is None:
                    return "builtins" if where is module and position == 0 else "?"
                if full.split(".")[0] not in self._sources.packages:
                    return full.split(".")[0]
                there = self._sources.module(full)
                if there is not None:
                    where = there
                    break
                package, _, name = full.rpartition(".")
                where = self._sources.module(package)
            if where is None:
                return "?"
            if name in where.definitions:
                named = ".".join((name, *chain[position + 1 :]))
                is_class = (
                    named in where.definitions and where.definitions[named].members is not None
                )
                return (where, named) if is_class else "?"
        return "?"


@dataclass
class _References:
    """What a definition mentions."""

    chains: set[tuple[str, ...]] = field(default_factory=set)
    """Names, with the attributes taken from them one after another."""
    words: set[str] = field(default_factory=set)
    """Attributes of values, keywords, and texts that could be names."""
    computes_names: bool = False
    computes_modules: bool = False

    @classmethod
    def of(cls, nodes: Iterable[ast.AST]) -> "_References":
        found = cls()
        for node in nodes:
            found._visit(node)
        return found

    def _visit(self, node: ast.AST) -> None:  # noqa: PLR0912  (one case for each kind of node)
        if isinstance(node, ast.Attribute):
            chain = _chain(node)
            if chain is not None:
                self.chains.add(chain)
                return
            self.words.add(node.attr)
        elif isinstance(node, ast.Name):
            self.chains.add((node.id,))
        elif isinstance(node, ast.keyword) and node.arg is not None:
            self.words.add(node.arg)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            if node.value.isidentifier():
                self.words.add(node.value)
        elif isinstance(node, ast.MatchClass):
            self.words.update(node.kwd_attrs)
        elif isinstance(node, ast.Call):
            self._visit_call(node)
        elif isinstance(node, ast.arg):
            return
        for name, value in ast.iter_fields(node):
            if name == "returns" or (name == "annotation" and not hasattr(node, "is_member")):
                continue
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.AST):
                    self._visit(child)

    def _visit_call(self, node: ast.Call) -> None:
        called = _last_word(node.func)
        fixed = all(isinstance(argument, ast.Constant) for argument in node.args[:1])
        if called in {"getattr", "setattr", "hasattr", "delattr"}:
            self.computes_names |= not isinstance(
                node.args[1] if len(node.args) > 1 else None, ast.Constant
            )
        elif called in {"attrgetter", "methodcaller"}:
            self.computes_names |= not fixed
        elif called in {"import_module", "__import__"}:
            self.computes_modules |= not fixed


@cache
def _parse(name: str, is_package: bool, content: bytes) -> _Module:
    """Take a source file apart; one that is no Python is a single definition."""
    module = _Module(name, is_package)
    try:
        tree = ast.parse(content)
    except (SyntaxError, ValueError):
        text = ast.Constant(hashlib.sha256(content).hexdigest())
        module.definitions[_EFFECTS] = _Definition([text])
        return module
    _take_apart(module, tree.body)
    return module


def _take_apart(module: _Module, body: list[ast.stmt], *, is_run: bool = True) -> None:  # noqa: PLR0912
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
        elif isinstance(node, _Function | ast.ClassDef):
            _define(module, node.name, node)
        elif isinstance(node, ast.If) and _last_word(node.test) == "TYPE_CHECKING":
            _take_apart(module, node.body, is_run=False)
            _take_apart(module, node.orelse)
        elif isinstance(node, ast.Assign | ast.AnnAssign) and (names := _assigned(node)):
            for bound in names:
                if bound != "__all__":
                    _define(module, bound, node)
        elif isinstance(node, ast.If | ast.Try):
            _take_apart(module, [child for part in _blocks(node) for child in part])
            _define(module, _EFFECTS, node)
        elif not (_is_text(node) or isinstance(node, ast.Pass) or "__all__" in _targets(node)):
            _define(module, _EFFECTS, node)


def _define(module: _Module, name: str, node: ast.stmt, owner: str | None = None) -> None:
    definition = module.definitions.setdefault(name, _Definition(owner=owner))
    for inner in ast.walk(node):
        if isinstance(inner, ast.Import | ast.ImportFrom):
            definition.bindings.update(_bindings(module, inner))
    if not isinstance(node, ast.ClassDef):
        definition.nodes.append(node)
        return
    members: dict[str, list[ast.stmt]] = {}
    header = []
    for line in node.body:
        if isinstance(line, _Function | ast.ClassDef):
            names = [line.name]
        else:
            names = _assigned(line) if isinstance(line, ast.Assign | ast.AnnAssign) else []
        for member in names:
            members.setdefault(member, []).append(line)
            if isinstance(line, ast.AnnAssign):
                line.is_member = True  # type: ignore[attr-defined]
        if not names and not _is_text(line) and not isinstance(line, ast.Pass):
            header.append(line)
    fields = {name: getattr(node, name) for name in node._fields}
    definition.nodes.append(ast.ClassDef(**{**fields, "body": header}))
    definition.members = list(dict.fromkeys([*(definition.members or ()), *members]))
    for member, lines in members.items():
        for line in lines:
            _define(module, f"{name}.{member}", line, owner=name)


def _bindings(module: _Module, node: ast.Import | ast.ImportFrom) -> Iterator[tuple[str, str]]:
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


def _chain(node: ast.expr) -> tuple[str, ...] | None:
    """Return a name and the attributes taken from it, None for other expressions."""
    words: list[str] = []
    while isinstance(node, ast.Attribute):
        words.append(node.attr)
        node = node.value
    return (node.id, *reversed(words)) if isinstance(node, ast.Name) else None


def _last_word(node: ast.expr) -> str:
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
            if isinstance(inner, ast.ClassDef | _Function):
                inner.body = [line for line in inner.body if not _is_text(line)]
        digest.update(ast.dump(node).encode())
    return digest.hexdigest()[:16]


def _is_text(node: ast.stmt) -> bool:
    """Tell whether a statement is a docstring, also one behind an attribute."""
    return isinstance(node, ast.Expr) and isinstance(getattr(node.value, "value", None), str)
