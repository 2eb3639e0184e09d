"""From a bare machine to the film: requirements.lock, .ci/setup, Makefile, .ci/check_film.py."""

import importlib.metadata
import importlib.util
import itertools
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from fractions import Fraction
from pathlib import Path
from types import ModuleType

import av
import numpy as np
import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).resolve().parent.parent
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PYPROJECT = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
PROJECT = tomllib.loads(PYPROJECT)
PLATFORMS = [
    {
        "sys_platform": system,
        "platform_machine": machine,
        "python_version": python,
        "python_full_version": f"{python}.9",
        "platform_python_implementation": "CPython",
        "implementation_name": "cpython",
        "extra": "",
    }
    for (system, machine), python in itertools.product(
        [("linux", "x86_64"), ("linux", "aarch64"), ("darwin", "arm64")], ["3.11", "3.12", "3.13"]
    )
]


def load(name: str) -> ModuleType:
    """Import a script of .ci, which is no package."""
    spec = importlib.util.spec_from_file_location(f"ci_{name}", ROOT / ".ci" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


build_lock = load("build_lock")
check_film = load("check_film")
try_wheel = load("try_wheel")
ENTRIES = list(build_lock.entries(LOCK))


def locked(platform: dict[str, str]) -> dict[str, str]:
    """What the lock installs on a platform: versions by name."""
    found: dict[str, str] = {}
    for name, text in ENTRIES:
        requirement = Requirement(text.split("\\")[0])
        if requirement.marker is None or requirement.marker.evaluate(platform):
            assert name not in found, f"two versions of {name} on one platform"
            found[name] = str(requirement.specifier).removeprefix("==")
    return found


class TestLock:
    def test_every_entry_is_pinned_and_hashed_and_nothing_else_is_in_it(self):
        entry = r"[a-z0-9-]+==[^\s;]+( ; [^\\\n]+)?( \\\n    --hash=sha256:[0-9a-f]{64})+\n"
        assert re.fullmatch(f"({entry})+", LOCK)
        assert "".join(text for _, text in ENTRIES) == LOCK

    @pytest.mark.parametrize(
        "platform",
        PLATFORMS,
        ids=lambda p: "-".join(
            p[k] for k in ("sys_platform", "platform_machine", "python_version")
        ),
    )
    def test_holds_what_the_project_asks_for_on_every_platform(self, platform):
        asked = [
            *PROJECT["project"]["dependencies"],
            *PROJECT["project"]["optional-dependencies"]["keras"],
            *PROJECT["dependency-groups"]["dev"],
            *PROJECT["dependency-groups"]["build"],
        ]
        versions = locked(platform)
        for requirement in map(Requirement, asked):
            if requirement.marker is None or requirement.marker.evaluate(platform):
                assert versions[build_lock.name_of(requirement.name)] in requirement.specifier
        small = platform["sys_platform"] == "linux" and platform["platform_machine"] == "x86_64"
        assert ("tensorflow-cpu" in versions, "tensorflow" in versions) == (small, not small)

    def test_installs_the_same_versions_everywhere(self):
        names = [name for name, _ in ENTRIES]
        assert len(names) == len(set(names))

    def test_build_group_needs_nothing_outside_itself(self):
        group = {build_lock.name_of(line) for line in PROJECT["dependency-groups"]["build"]}
        for name in group:
            for needed in map(Requirement, importlib.metadata.requires(name) or []):
                if any(
                    needed.marker is None or needed.marker.evaluate(platform)
                    for platform in PLATFORMS
                ):
                    assert build_lock.name_of(needed.name) in group, f"{name} needs {needed}"

    def test_build_part_is_the_group_and_keeps_its_hashes(self):
        part = build_lock.build_part(LOCK, PYPROJECT)
        group = {build_lock.name_of(line) for line in PROJECT["dependency-groups"]["build"]}
        assert {name for name, _ in build_lock.entries(part)} == group
        assert all(text in LOCK for _, text in build_lock.entries(part))

    def test_build_part_names_what_the_lock_lacks(self):
        without = "".join(text for name, text in ENTRIES if name not in {"meson", "ninja"})
        with pytest.raises(ValueError, match="lacks meson, ninja: run make lock"):
            build_lock.build_part(without, PYPROJECT)


class Machine:
    """A machine that has a shell, the core utilities, Python and what a test adds to it."""

    def __init__(self, tmp_path: Path) -> None:
        self.checkout = tmp_path / "check out"  # a path may have spaces in it
        self.bin = tmp_path / "bin"
        self.log = tmp_path / "log"
        (self.checkout / ".ci").mkdir(parents=True)
        for name in (".ci/setup", ".ci/build_lock.py", "requirements.lock", "pyproject.toml"):
            shutil.copy(ROOT / name, self.checkout / name)
        self.bin.mkdir()
        for tool in ["cat", "cksum", "cmp", "cp", "dirname", "env", "head", "mktemp", "rm", "sh"]:
            (self.bin / tool).symlink_to(shutil.which(tool))
        (self.bin / "python3").symlink_to(sys._base_executable)
        self.has("uname", 'case $1 in -s) echo Linux ;; *) echo "${MACHINE:-x86_64}" ;; esac')
        self.has("id", "echo 1000")

    def has(self, command: str, script: str) -> None:
        """Put a command on the machine; what it does is a line of shell."""
        path = self.bin / command
        path.unlink(missing_ok=True)
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)

    def has_everything(self) -> None:
        """Put a compiler and the headers on it, as far as .ci/setup can see."""
        self.has("pkg-config", "exit 0")
        self.has("cc", "exit 0")

    def setup(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess:
        """Run .ci/setup on it."""
        return subprocess.run(
            ["/bin/sh", self.checkout / ".ci" / "setup", *arguments],
            env={"PATH": str(self.bin), "CC": "cc", "LOG": str(self.log), **environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    def stamp(self) -> None:
        """Leave a .venv as a finished set-up does."""
        (self.checkout / ".venv" / "bin").mkdir(parents=True)
        (self.checkout / ".venv" / "bin" / "python").symlink_to(sys._base_executable)
        state = "pwd; cat requirements.lock pyproject.toml .ci/setup .ci/build_lock.py | cksum"
        (self.checkout / ".venv" / ".stamp").write_text(
            subprocess.check_output(["/bin/sh", "-c", state], cwd=self.checkout, text=True)
        )


@pytest.fixture
def machine(tmp_path):
    return Machine(tmp_path.resolve())


class TestSetup:
    PYTHON_WITHOUT_PIP = f"""
case $1 in
-m) shift 2; exec "{sys._base_executable}" -m venv --without-pip "$@" ;;
*) code="import sys; sys._base_executable = '$0'; exec(sys.argv.pop(1))"; shift ;;
esac
exec "{sys._base_executable}" -c "$code" "$@"
"""

    @pytest.mark.parametrize(
        ("patch", "reason"),
        [
            ("sys.version_info = (3, 10, 4)", "3.10"),
            ("sys.version_info = (3, 14, 0)", "3.14"),
            ("platform.machine = lambda: 'ppc64le'", "ppc64le"),
            ("platform.python_implementation = lambda: 'PyPy'", "PyPy"),
            ("sys.maxsize = 2**31 - 1", "32 bits"),
        ],
    )
    def test_refuses_an_unfit_python_in_one_line(self, machine, patch, reason):
        code = f"import platform, sys; {patch}; exec(sys.argv[1])"
        machine.has("odd", f'exec "{sys._base_executable}" -c "{code}" "$2"')
        for wish in (["odd"], []):
            if not wish:
                (machine.bin / "odd").rename(machine.bin / "python3")
            done = machine.setup(*wish)
            assert done.returncode != 0
            assert len(done.stderr.splitlines()) == 1
            assert reason in done.stderr
            assert "install one" in done.stderr
        assert not (machine.checkout / ".venv").exists()

    def test_takes_the_next_python_if_python3_is_unfit(self, machine):
        (machine.bin / "python3").rename(machine.bin / "python3.12")
        machine.has("python3", "echo 3.9; exit 1")
        assert "CPython" not in machine.setup().stderr

    def test_refuses_an_unfit_machine_in_one_line(self, machine):
        done = machine.setup(MACHINE="riscv64")
        assert done.returncode != 0
        assert len(done.stderr.splitlines()) == 1
        assert "riscv64" in done.stderr

    def test_names_the_packages_where_it_cannot_install(self, machine):
        machine.has("apt-get", "echo called >>$LOG")
        done = machine.setup()
        assert done.returncode != 0
        assert len(done.stderr.splitlines()) == 1
        for package in ["gcc", "libc6-dev", "pkg-config", "libcairo2-dev", "libpango1.0-dev"]:
            assert package in done.stderr
        assert "-venv" not in done.stderr
        assert not machine.log.exists()
        assert not (machine.checkout / ".venv").exists()

    def test_knows_that_arm64_builds_more(self, machine):
        machine.has_everything()
        machine.has("pkg-config", 'case "$*" in *x11*) exit 1 ;; esac')
        done = machine.setup(MACHINE="aarch64", CXX="false")
        assert "g++ libx11-dev" in done.stderr
        assert "libcairo2-dev" not in done.stderr

    def test_installs_only_what_is_missing_and_does_not_leave_half_a_venv_as_whole(self, machine):
        machine.has_everything()
        machine.has(
            "pkg-config", f'test -e {machine.log}.done || case "$*" in *pango*) exit 1 ;; esac'
        )
        machine.has(
            "apt-get",
            'echo "$DEBIAN_FRONTEND $*" >>$LOG; case "$*" in *install*) : >$LOG.done ;; esac',
        )
        machine.has("python3.12", self.PYTHON_WITHOUT_PIP)
        machine.has("sudo", 'case $1 in -n) exit 0 ;; esac; echo sudo >>$LOG; exec "$@"')
        done = machine.setup("python3.12")
        sudo, update, install = machine.log.read_text().splitlines()
        assert sudo == "sudo"
        assert update.startswith("noninteractive ")
        assert update.endswith(" update")
        assert install.startswith("noninteractive ")
        assert install.endswith(" libpango1.0-dev")
        assert "lib" not in install.removesuffix("libpango1.0-dev")
        # there was no pip, so pip has failed: the next call has to begin anew
        assert done.returncode != 0
        assert "make again" in done.stderr
        assert (machine.checkout / ".venv").exists()
        assert not (machine.checkout / ".venv" / ".stamp").exists()

    def test_says_so_if_installing_did_not_help(self, machine):
        machine.has("id", "echo 0")
        machine.has("apt-get", "echo E: no network >&2; exit 100")
        done = machine.setup()
        assert done.returncode != 0
        assert "E: no network" in done.stderr
        assert "apt-get install gcc libc6-dev" in done.stderr.splitlines()[-1]

    def test_second_call_does_nothing(self, machine):
        machine.stamp()
        (machine.bin / "python3").unlink()
        done = machine.setup()
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")

    @pytest.mark.parametrize(
        "change",
        [
            lambda machine: (
                (machine.checkout / "requirements.lock").open("a").close()
                or (machine.checkout / "requirements.lock").write_text(LOCK + "\n")
            ),
            lambda machine: (machine.checkout / "pyproject.toml").write_text(PYPROJECT + "\n"),
            lambda machine: (machine.checkout / ".venv" / ".stamp").unlink(),
            lambda machine: (machine.checkout / ".venv" / "bin" / "python").unlink(),
            lambda machine: setattr(
                machine, "checkout", machine.checkout.rename(machine.bin / "x")
            ),
        ],
        ids=["lock", "pyproject", "half", "python gone", "moved"],
    )
    def test_begins_anew_after_a_change(self, machine, change):
        machine.stamp()
        change(machine)
        (machine.bin / "python3").unlink()
        done = machine.setup()
        assert done.returncode != 0
        assert "install one" in done.stderr


def make(*arguments: str) -> str:
    """Run make, and return what it prints."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("MAKE", "MFLAGS"))}
    return subprocess.check_output(["make", *arguments], cwd=ROOT, env=environment, text=True)


@pytest.mark.skipif(shutil.which("make") is None, reason="needs make")
class TestMakefile:
    def test_help_is_the_default_and_lists_the_targets(self):
        listed = re.findall(r"^make ([a-z-]+) +\S", make(), flags=re.MULTILINE)
        wanted = {"film", "preview", "stills", "test", "test-long", "bench", "lock", "lint"}
        assert wanted <= set(listed)

    @pytest.mark.parametrize(
        ("target", "command"),
        [
            ("film", "manim render scenes/descent.py --fps 30"),
            ("preview", "manim render -ql scenes/descent.py --fps 30"),
            ("stills", "python -m scenes.publish.stills"),
            ("bench", "python -m tests.bench"),
            ("test", "python -m pytest -n 2 --co"),
            ("test-long", "python -m pytest -n 2 -m long --co"),
        ],
    )
    def test_target_sets_up_and_runs(self, target, command):
        first, *_, last = make(
            "-n", target, "MANIM_FLAGS=--fps 30", "PYTEST_FLAGS=--co"
        ).splitlines()
        assert "sh .ci/setup" in first
        assert last == f".venv/bin/{command}"


class TestTryWheel:
    @pytest.fixture
    def pythons(self, tmp_path, monkeypatch):
        """Pythons on PATH and of pyenv, one of which does not run."""

        def has(place: str, version: str, code: int = 0) -> str:
            path = tmp_path / place
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f'#!/bin/sh\n[ "$1" = -c ] || exit 3\necho {version}\nexit {code}\n')
            path.chmod(0o755)
            return str(path)

        monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
        monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "pyenv"))
        has("bin/python3.12", "3.12", code=127)  # as pyenv's shim of a version that is not chosen
        return {
            "3.11": has("bin/python3.11", "3.11"),
            "3.12": has("pyenv/versions/3.12.1/bin/python", "3.12"),
            "3.13": None,
        }

    def test_finds_the_pythons_that_run(self, pythons):
        assert try_wheel.find() == pythons
        assert try_wheel.find([pythons["3.12"]]) == {"3.12": pythons["3.12"]}

    def test_supports_what_the_project_supports(self):
        asked = SpecifierSet(PROJECT["project"]["requires-python"])
        minors = [f"3.{minor}" for minor in range(30) if f"3.{minor}.99" in asked]
        assert list(try_wheel.SUPPORTED) == minors

    @pytest.mark.usefixtures("pythons")
    def test_says_which_failed_and_which_it_could_not_try(self, capsys):
        assert try_wheel.main([]) == 1
        said = capsys.readouterr().out
        assert "Python 3.11: FAILED" in said
        assert "Python 3.12: FAILED" in said
        assert said.endswith("Python 3.13: not tried, it is not on this machine\n")

    def test_has_something_to_try(self, monkeypatch, tmp_path):
        monkeypatch.setenv("PATH", str(tmp_path))
        monkeypatch.setenv("PYENV_ROOT", str(tmp_path))
        assert try_wheel.main([]) == 2


def test_packages_have_the_majors_that_were_tried():
    """Or a newer one, which nobody has seen, breaks what is installed without the lock."""
    for line in PROJECT["project"]["dependencies"]:
        assert "<" in str(Requirement(line).specifier), line


def write_video(
    path: Path,
    frames: int,
    size: tuple[int, int] = (854, 480),
    *,
    rate: int = 15,
    gap: int = 0,
    shades: int = 200,
) -> None:
    """Write a video whose every frame is a flat grey, clearly another than the one before.

    After the thirtieth frame time may run on for the length of a gap, in frames.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with av.open(path, "w", options={"movflags": "faststart"}) as container:
        stream = container.add_stream("libx264", rate=rate, options={"preset": "ultrafast"})
        stream.width, stream.height = size
        stream.pix_fmt = "yuv420p"
        for number in range(frames):
            picture = np.full((size[1], size[0]), 20 + 6 * number % shades, dtype=np.uint8)
            frame = av.VideoFrame.from_ndarray(picture, format="gray")
            frame.pts = number + gap * (number >= 30)
            frame.time_base = Fraction(1, rate)
            container.mux(stream.encode(frame))
        container.mux(stream.encode())


@pytest.fixture(scope="module")
def sound_film(tmp_path_factory):
    folder = tmp_path_factory.mktemp("film")
    write_video(folder / "Descent.mp4", 60)
    sections = {"Descent_0000_a.mp4": 40, "Descent_0001_b.mp4": 20}
    for name, frames in sections.items():
        write_video(folder / "sections" / name, frames)
    index = [{"name": name, "video": name} for name in sections]
    (folder / "sections" / "Descent.json").write_text(json.dumps(index))
    return folder


@pytest.fixture
def film(sound_film, tmp_path, monkeypatch):
    monkeypatch.setattr(check_film, "SHORTEST", 2)
    return Path(shutil.copytree(sound_film, tmp_path / "480p15"))


def cut(path: Path) -> None:
    """Take away the last third of a file."""
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 2 // 3])


def damage(path: Path) -> None:
    """Overwrite a stretch of a file."""
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 2000] = bytes(2000)
    path.write_bytes(data)


class TestCheckFilm:
    def test_passes_a_sound_film(self, film, capsys):
        assert check_film.main([str(film.parent)]) == 0
        assert capsys.readouterr().out == (
            "Descent.mp4: 854x480, 15 frames a second, 60 frames, 4.00 s, 2 sections\n"
            "Descent.mp4: stands still 0% of the time, at most 0.0 s on end, from 0.0 s\n"
        )

    def test_a_share_that_may_stand_still_is_an_argument(self, film, capsys):
        write_video(film / "Descent.mp4", 60, shades=1)
        check_film.main([str(film.parent), "1.0"])
        assert "stands still" not in capsys.readouterr().err

    @pytest.mark.parametrize(
        ("harm", "message"),
        [
            (lambda film: (film / "Descent.mp4").unlink(), "no Descent.mp4"),
            (lambda film: cut(film / "Descent.mp4"), "Descent.mp4"),
            (lambda film: damage(film / "Descent.mp4"), "Descent.mp4"),
            (lambda film: (film / "Descent.mp4").write_bytes(b""), "does not decode"),
            (
                lambda film: write_video(film / "Descent.mp4", 60, (852, 480)),
                "852x480, not 854x480",
            ),
            (lambda film: write_video(film / "Descent.mp4", 60, rate=30), "30 frames a second"),
            (
                lambda film: write_video(film / "Descent.mp4", 60, gap=1),
                "1.00 frames from its place",
            ),
            (lambda film: write_video(film / "Descent.mp4", 15), "lasts 1.0 s, not 2 to 495 s"),
            (
                lambda film: write_video(film / "Descent.mp4", 60, shades=1),
                "one and the same picture",
            ),
            (
                lambda film: write_video(film / "Descent.mp4", 60, shades=1),
                "stands still 98% of the time, more than 40%",
            ),
            (lambda film: write_video(film / "Descent.mp4", 61), "61 frames, but its 2 sections"),
            (lambda film: (film / "sections" / "Descent.json").unlink(), "does not read"),
            (lambda film: (film / "sections" / "Descent.json").write_text("[{}]"), "does not read"),
            (
                lambda film: (film / "sections" / "Descent.json").write_text("[]"),
                "lists no section",
            ),
            (lambda film: cut(film / "sections" / "Descent_0001_b.mp4"), "0001_b.mp4"),
            (lambda film: (film / "sections" / "Descent_0000_a.mp4").unlink(), "does not decode"),
        ],
    )
    def test_finds_the_fault(self, film, capsys, harm, message):
        harm(film)
        assert check_film.main([str(film.parent)]) == 1
        assert message in capsys.readouterr().err
