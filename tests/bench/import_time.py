"""What it costs to import the project."""

import subprocess
import sys

from tests.bench import Row, topic

_TIMED = "import time; begin = time.perf_counter(); {}; print(time.perf_counter() - begin)"


def import_seconds(statement: str, repeats: int = 7) -> float:
    """Return the seconds that a statement takes in a new interpreter, at best."""
    command = [sys.executable, "-c", _TIMED.format(statement)]
    return min(
        float(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
        for _ in range(repeats)
    )


@topic("import", "a statement in a new interpreter")
def import_time() -> list[Row]:
    """Compare the numbers, the command before it draws, and the film with what they need."""
    return [
        Row(f"import {module}", import_seconds(f"import {module}"), note)
        for module, note in [
            ("numpy", ""),
            ("gdmath", "goal: below 0.3 s"),
            ("scenes.publish.cli", ""),
            ("manim", ""),
            ("scenes.descent", ""),
        ]
    ]
