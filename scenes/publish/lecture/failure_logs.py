"""What is to be reported of clips that failed, in the folder ``logs`` beside the page."""

import contextlib
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from gdmath.user_cache import user_cache
from scenes.files.inside import OutsideError, inside
from scenes.publish.clips.requests import Failure
from scenes.publish.lecture.folder import OutFolder
from scenes.publish.lecture.ledger import Ledger

_LOGS = "logs"


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
    """Write for each failure what is to be reported, and remove what was written earlier.

    Other files there are not touched: a log whose name is taken gets another.
    """
    ledger = Ledger(folder.path)
    logged = []
    with contextlib.suppress(OSError):
        for name in ledger.names():
            if name.startswith(f"{_LOGS}/"):
                ledger.remove(name)
    for failure in failures:
        try:
            logged.append(replace(failure, log=_write(folder.path, ledger, failure)))
        except (OSError, OutsideError):  # what failed is said all the same
            logged.append(failure)
    with contextlib.suppress(OSError):  # not empty, or not there
        (folder.path / _LOGS).rmdir()
    return logged


def _write(folder: Path, ledger: Ledger, failure: Failure) -> Path:
    base = f"{_LOGS}/{failure.request.chapter}.{failure.request.params.language}"
    name, number = f"{base}.log", 1
    while inside(folder, name).exists():
        number += 1
        name = f"{base}-{number}.log"
    log = inside(folder, name)
    log.parent.mkdir(exist_ok=True)
    log.write_text(_without_places(failure.details, folder), encoding="utf-8")
    ledger.note(name)
    return log
