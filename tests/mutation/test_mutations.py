"""Ten definitions are changed by chance, and none that changes a frame is overlooked."""

import os
import subprocess
import sys

import pytest

from tests.conftest import ROOT


@pytest.mark.long
def test_no_changed_frame_is_overlooked():
    options = ["--count", "10", "--seed", "5", "--chapters", "recap", "neuron"]
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.mutation", *options],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert " changed, 0 of them missed" in done.stdout
