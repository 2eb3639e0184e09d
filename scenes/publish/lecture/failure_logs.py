"""What is to be reported of clips that failed, in the folder ``logs`` beside the page."""

import contextlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from scenes.files.inside import OutsideError, inside
from scenes.publish.clips.requests import Failure
from scenes.publish.lecture.folder import OutFolder
from scenes.publish.lecture.ledger import Ledger

_LOGS = "logs"


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
    log.write_text(failure.details, encoding="utf-8")
    ledger.note(name)
    return log
