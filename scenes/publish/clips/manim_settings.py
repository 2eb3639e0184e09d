"""Manim loaded with whatever settings its user has, or a word on which of them it refuses."""

from pathlib import Path

__all__ = ["ManimSettingsError", "load_manim"]


class ManimSettingsError(ValueError):
    """A manim.cfg that Manim refuses; the message is one line and names it."""


def load_manim() -> None:
    """Import Manim, which reads the user's and the working folder's manim.cfg as it is imported.

    The project's settings hold in any case, but what cannot be read stops Manim itself.

    Raises:
        ManimSettingsError: If it refuses them.
    """
    try:
        import manim  # noqa: F401
    except ImportError:
        raise
    except Exception as error:
        user = Path.home() / ".config" / "manim" / "manim.cfg"
        files = [file for file in (user, Path.cwd() / "manim.cfg") if file.is_file()]
        if not files:
            raise
        said = " ".join(str(error).split())
        raise ManimSettingsError(
            f"Manim refuses the settings in {' or '.join(map(str, files))}: {said}"
        ) from error
