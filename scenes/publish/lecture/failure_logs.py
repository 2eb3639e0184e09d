"""What is to be reported of clips that failed, in the folder ``logs`` beside the page."""

import contextlib
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from gdmath.user_cache import user_cache
from scenes.chapters import CHAPTERS
from scenes.publish.clips.requests import Failure
from scenes.publish.lecture.folder import OutFolder


def _without_places(details: str, out: Path) -> str:
    """Take out of a report where things lie on this machine: the folder is there to be published.

    What matters for a report is left: which file of the project or of a library it was.
    """
    places = {
        Path.home(): "~",
        Path(tempfile.gettempdir()): "<temporary>",
        Path.cwd(): "<here>",
        Path(sys.base_prefix): "<python>",
        Path(sys.prefix): "<python>",
        Path(__file__).parents[3]: "<project>",
        user_cache(): "<cache>",
        out: "<out>",
    }
    names = {str(form): name for place, name in places.items() for form in _forms(place)}
    for place in sorted(names, key=len, reverse=True):  # what lies in another is meant itself
        details = details.replace(place, names[place])
    return details


def _forms(place: Path) -> set[Path]:
    """Return how a folder may be written, if it can be told from others."""
    forms = {place.absolute(), place.resolve()}
    return {form for form in forms if len(form.parts) > 1}


def with_logs(folder: OutFolder, failures: Sequence[Failure]) -> list[Failure]:
    """Write for each failure what is to be reported, and remove what was written earlier."""
    logs = folder.path / "logs"
    for chapter in CHAPTERS:
        for old in logs.glob(f"{chapter}.*.log"):
            old.unlink()
    logged = []
    for failure in failures:
        log = logs / f"{failure.request.chapter}.{failure.request.params.language}.log"
        try:
            logs.mkdir(exist_ok=True)
            log.write_text(_without_places(failure.details, folder.path), encoding="utf-8")
        except OSError:  # what failed is said all the same
            logged.append(failure)
        else:
            logged.append(replace(failure, log=log))
    with contextlib.suppress(OSError):  # not empty, or not there
        logs.rmdir()
    return logged
