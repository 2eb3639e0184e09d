"""What is to be reported of clips that failed, in the folder ``logs`` beside the page."""

import contextlib
from collections.abc import Sequence
from dataclasses import replace

from scenes.chapters import CHAPTERS
from scenes.publish.clips.requests import Failure
from scenes.publish.lecture.folder import OutFolder


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
            log.write_text(failure.details, encoding="utf-8")
        except OSError:  # what failed is said all the same
            logged.append(failure)
        else:
            logged.append(replace(failure, log=log))
    with contextlib.suppress(OSError):  # not empty, or not there
        logs.rmdir()
    return logged
