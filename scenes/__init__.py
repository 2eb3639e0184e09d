"""What is shown: the stage, its props, the chapters of the film, and ways to publish them.

>>> from scenes import show
>>> show("learning_rate", learning_rate=0.02)  # in a notebook

Where a file ``scenes.py`` hides this package, ``from descent_film import show`` finds it.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scenes.publish.notebook import show
else:
    # Imported when it is used: every module below comes through here, and most need no Manim.
    # By hand, because lazy_loader is a dependency and a file of stubs for a single name.

    def __getattr__(name: str) -> object:
        if name == "show":
            from scenes.publish.notebook import show

            return show
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)


__all__ = ["show"]
