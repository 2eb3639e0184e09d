"""The search from a chapter's code to all that it reaches."""

import ast
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from scenes.publish.clips.reachable.bases import libraries_of
from scenes.publish.clips.reachable.definitions import EFFECTS, Definition, Module
from scenes.publish.clips.reachable.sources import Sources
from scenes.publish.clips.reachable.syntax import last_word

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


@dataclass
class Reach:
    """What was reached."""

    files: dict[str, str]
    """SHA-256 of every source file that was looked into, by module."""
    definitions: dict[str, dict[str, str]]
    """Syntax digests by module and name in the module."""


def reach(
    sources: Sources,
    *roots: str,
    without: Iterable[str] = (),
    registries: Iterable[str] = (),
) -> Reach:
    """Follow references.

    Args:
        sources: Where the code is.
        *roots: Where to begin: functions or classes by full name, or modules, of which all
            classes are taken.
        without: Packages and modules that are not followed into.
        registries: Packages that list what is in them; the lists are not followed, their
            modules are.

    Raises:
        LookupError: If a root is not there.
    """
    return _Walk(sources, frozenset(without), frozenset(registries)).run(roots)


class _Walk:
    """One search from the roots to all that they reach."""

    def __init__(
        self, sources: Sources, without: frozenset[str], registries: frozenset[str]
    ) -> None:
        self._sources = sources
        self._without = without
        self._registries = registries
        self._modules: dict[str, Module] = {}
        self._reached: dict[tuple[str, str], Definition] = {}
        self._attributes: set[str] = set()
        self._classes: list[tuple[Module, str]] = []
        self._whole: set[tuple[str, str]] = set()
        self._open: list[tuple[Module, str]] = []

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

    def _load(self, name: str) -> Module | None:
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
            if own == EFFECTS or (definition.owner is None and self._registers(definition)):
                self._add(module, own)
        return module

    def _is_left_out(self, name: str) -> bool:
        return name in self._registries or any(
            f"{name}.".startswith(f"{part}.") for part in self._without
        )

    def _registers(self, definition: Definition) -> bool:
        """Tell whether decorators of a function or class may do more than change it."""
        words = {last_word(decorator) for decorator in definition.decorators}
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

    def _reach_in(self, module: Module, name: str) -> bool:
        if name in module.definitions:
            self._add(module, name)
            return True
        target = module.bindings.get(name)
        if target is not None:
            return self._reach_target(target)
        if any(self._reach_name(f"{star}.{name}") for star in reversed(module.stars)):
            return True
        return self._load(f"{module.name}.{name}") is not None

    def _reach_made(self, module: Module, name: str) -> bool:
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

    def _add(self, module: Module, name: str) -> None:
        if (module.name, name) in self._reached:
            return
        definition = module.definitions[name]
        self._reached[module.name, name] = definition
        self._open.append((module, name))
        if definition.members is not None:
            self._classes.append((module, name))

    # What definitions mention.

    def _follow(self, module: Module, own: str) -> None:
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

    def _follow_chain(self, module: Module, definition: Definition, chain: tuple[str, ...]) -> None:
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

    def _add_members(self, module: Module, name: str) -> None:
        definition = module.definitions[name]
        bases = set(libraries_of(self._sources, module, name))
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

    def _is_in(self, member: Definition, is_model: bool, is_open: bool) -> bool:
        node = member.nodes[0]
        if isinstance(node, ast.AnnAssign) and is_model:
            return last_word(node.annotation) == "ClassVar"
        if isinstance(node, ast.Assign | ast.AnnAssign) or is_open:
            return is_model is False or not self._is_for_fields(member)
        return any(
            last_word(decorator) not in PLAIN_DECORATORS for decorator in member.decorators
        ) and not (is_model and self._is_for_fields(member))

    def _is_for_fields(self, member: Definition) -> bool:
        """Tell whether a validator is only for fields that are not reached."""
        named = [
            argument.value
            for decorator in member.decorators
            if isinstance(decorator, ast.Call)
            for argument in decorator.args
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
        ]
        return bool(named) and not self._attributes.intersection(named)
