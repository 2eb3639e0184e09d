"""Which classes and libraries a class is derived from."""

import ast
from collections.abc import Iterator

from scenes.publish.clips.reachable.definitions import Module
from scenes.publish.clips.reachable.sources import Sources
from scenes.publish.clips.reachable.syntax import chain_of


def libraries_of(sources: Sources, module: Module, name: str) -> Iterator[str]:
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
                found = _find_class(sources, where, base)
                if isinstance(found, str):
                    yield found
                else:
                    classes.append(found)


def _find_class(sources: Sources, module: Module, base: ast.expr) -> "tuple[Module, str] | str":
    """Return a class of the project, or the library of another, ``?`` where that is not known."""
    chain = chain_of(base.value if isinstance(base, ast.Subscript) else base)
    if chain is None:
        return "?"
    where: Module | None = module
    for position, word in enumerate(chain):
        name = word
        for _ in range(9):  # through packages that pass a name on
            if where is None or name in where.definitions:
                break
            full = where.bindings.get(name)
            if full is None:
                return "builtins" if where is module and position == 0 else "?"
            if full.split(".")[0] not in sources.packages:
                return full.split(".")[0]
            there = sources.module(full)
            if there is not None:
                where = there
                break
            package, _, name = full.rpartition(".")
            where = sources.module(package)
        if where is None:
            return "?"
        if name in where.definitions:
            named = ".".join((name, *chain[position + 1 :]))
            is_class = named in where.definitions and where.definitions[named].members is not None
            return (where, named) if is_class else "?"
    return "?"
