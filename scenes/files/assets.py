"""Where the project's data files are: in a checkout and in an installed wheel."""

from pathlib import Path


def asset_path(*parts: str) -> Path:
    """Return the path of an asset.

    Args:
        *parts: Path components below ``assets/``, e.g. ``"strings", "en.toml"``.

    Returns:
        The path in the checkout, or in the installed package. It need not exist.
    """
    package = Path(__file__).resolve().parents[1]
    installed = package / "_assets"
    root = installed if installed.is_dir() else package.parent / "assets"
    return root.joinpath(*parts)


def settings_file() -> Path:
    """Return the project's manim.cfg: in the checkout's root, or in the installed wheel."""
    installed = asset_path("manim.cfg")
    return installed if installed.exists() else asset_path().parent / "manim.cfg"


def languages() -> tuple[str, ...]:
    """Return the languages that the film speaks: those with a file in ``assets/strings``."""
    return tuple(sorted(file.stem for file in asset_path("strings").glob("*.toml")))
