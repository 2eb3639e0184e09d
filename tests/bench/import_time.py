"""What `import gdmath` costs."""

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
    """Compare the package, which loads its modules on use, with what these load."""
    return [
        Row(statement, import_seconds(statement), note)
        for statement, note in [
            ("import numpy", ""),
            ("import gdmath", "goal: below 0.3 s"),
            ("from gdmath import MseLoss", ""),
            ("from gdmath import Results", ""),
        ]
    ]
