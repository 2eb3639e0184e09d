"""The command `python -m tests.bench`."""

import importlib
import os
import pkgutil
import platform
import sys

import numpy as np

import tests.bench


def main(names: list[str]) -> None:
    """Measure the topics of these names, or all."""
    for module in pkgutil.iter_modules(tests.bench.__path__):
        if module.name != "__main__":
            importlib.import_module(f"tests.bench.{module.name}")
    topics = tests.bench.TOPICS
    if unknown := set(names) - set(topics):
        sys.exit(f"no topic {', '.join(sorted(unknown))}; there are {', '.join(topics)}")
    print(
        f"Python {platform.python_version()}, NumPy {np.__version__}, "
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors"
    )
    for name in names or topics:
        print(f"\n{topics[name].table()}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
