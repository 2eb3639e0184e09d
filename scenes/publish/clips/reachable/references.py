"""What a definition mentions: names, attributes, and texts that could be attributes' names."""

import ast
from collections.abc import Iterable
from dataclasses import dataclass, field

from scenes.publish.clips.reachable.syntax import chain_of, last_word


@dataclass
class References:
    """What a definition mentions."""

    chains: set[tuple[str, ...]] = field(default_factory=set)
    """Names, with the attributes taken from them one after another."""
    words: set[str] = field(default_factory=set)
    """Attributes of values, keywords, and texts that could be names."""
    computes_names: bool = False
    """Whether an attribute is taken by a name that is not written there."""
    computes_modules: bool = False
    """Whether a module is imported by such a name."""

    @classmethod
    def of(cls, nodes: Iterable[ast.AST]) -> "References":
        """Return what pieces of a syntax tree mention."""
        found = cls()
        for node in nodes:
            found._visit(node)
        return found

    def _visit(self, node: ast.AST) -> None:  # noqa: PLR0912  (one case for each kind of node)
        if isinstance(node, ast.Attribute):
            chain = chain_of(node)
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
        called = last_word(node.func)
        fixed = all(isinstance(argument, ast.Constant) for argument in node.args[:1])
        if called in {"getattr", "setattr", "hasattr", "delattr"}:
            self.computes_names |= not isinstance(
                node.args[1] if len(node.args) > 1 else None, ast.Constant
            )
        elif called in {"attrgetter", "methodcaller"}:
            self.computes_names |= not fixed
        elif called in {"import_module", "__import__"}:
            self.computes_modules |= not fixed
