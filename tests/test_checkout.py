"""What git makes of the project: the same bytes on every machine, and files that set up."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.conftest import ROOT

SETTINGS = ("core.autocrlf=true", "core.eol=crlf", "user.name=Test", "user.email=test@example.org")


def git(*arguments: object, folder: Path) -> str:
    """Run git as on a machine that writes CR LF, and return what it prints."""
    flags = [part for setting in SETTINGS for part in ("-c", setting)]
    environment = {name: value for name, value in os.environ.items() if name[:4] != "GIT_"}
    return subprocess.run(
        ["git", *flags, *map(str, arguments)],
        cwd=folder,
        env=environment | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    ).stdout


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository of the project's files as they are now, committed or not."""
    folder = tmp_path_factory.mktemp("repository") / "git"
    git("init", "--quiet", "--bare", folder, folder=ROOT)
    of_the_project = "--git-dir", folder, "--work-tree", ROOT
    git(*of_the_project, "add", "--all", folder=ROOT)
    git(*of_the_project, "commit", "--quiet", "--message", "All", folder=ROOT)
    return folder


def check_out(repository: Path, checkout: Path, *, attributes: bool) -> list[Path]:
    """Write the files of a repository, as `git clone` does, and return their names."""
    git("clone", "--quiet", "--no-checkout", repository, checkout, folder=repository)
    git("read-tree", "HEAD", folder=checkout)
    if not attributes:
        git("rm", "--quiet", "--cached", ".gitattributes", folder=checkout)
    git("checkout-index", "--all", folder=checkout)
    return [Path(name) for name in git("ls-files", "-z", folder=checkout).split("\0")[:-1]]


def test_a_checkout_holds_the_same_bytes_whatever_git_is_told(repository, tmp_path):
    names = check_out(repository, tmp_path / "there", attributes=True)
    assert {"Makefile", ".ci/setup", "assets/params.toml"} <= {str(name) for name in names}
    for name in names:
        assert (tmp_path / "there" / name).read_bytes() == (ROOT / name).read_bytes(), name


def test_git_would_write_others_without_the_attributes(repository, tmp_path):
    check_out(repository, tmp_path / "there", attributes=False)
    assert b"\r\n" in (tmp_path / "there" / ".ci" / "setup").read_bytes()


def test_what_holds_no_text_is_marked(repository, tmp_path):
    """A picture or font without a zero byte near its start would pass for text."""
    names = check_out(repository, tmp_path / "there", attributes=True)
    said = git("check-attr", "text", "--", *names, folder=tmp_path / "there").splitlines()
    marked = {line.split(": ")[0] for line in said if line.endswith(": unset")}
    assert marked == {str(name) for name in names if b"\0" in (ROOT / name).read_bytes()}


def test_shell_and_make_read_such_a_checkout(repository, tmp_path):
    there = tmp_path / "there"
    check_out(repository, there, attributes=True)
    for script in ("run", "setup", "lock"):
        subprocess.run(["sh", "-n", there / ".ci" / script], check=True)
    listed = subprocess.check_output(["make", "-C", there], text=True)
    assert "make film" in listed
    assert "\r" not in listed
