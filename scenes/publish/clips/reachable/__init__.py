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

from scenes.publish.clips.reachable.sources import Sources
from scenes.publish.clips.reachable.walk import Reach, reach

__all__ = ["Reach", "Sources", "reach"]
