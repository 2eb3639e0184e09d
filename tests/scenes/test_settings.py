"""The film brings its settings of Manim where no manim.cfg of the project is, and no more."""

import os
import subprocess
import sys
from configparser import ConfigParser

import pytest
from manim._config.utils import make_config_parser

from scenes.files.assets import settings_file
from scenes.stage.settings import bring_settings
from tests.conftest import ROOT
from tests.quiet_manim import manim


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    """A folder without settings, of a user without settings, as Manim begins in it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    with manim.tempconfig({}):
        manim.config.digest_parser(make_config_parser())
        yield tmp_path
        level = manim.config.verbosity
    manim.config.verbosity = level


def test_the_projects_settings_hold(elsewhere):
    assert not manim.config.save_sections
    bring_settings()
    project = ConfigParser()
    project.read(settings_file())
    assert manim.config.save_sections
    assert manim.config.disable_caching
    assert manim.config.verbosity == "WARNING"
    assert manim.config.max_inflight_encoders == 4
    assert manim.config.video_encoder_options == dict(project["video_encoder.options"])


def test_a_file_and_flags_of_the_user_come_first(elsewhere):
    (elsewhere / "manim.cfg").write_text("[CLI]\nverbosity = ERROR\nframe_rate = 24\n")
    manim.config.digest_parser(make_config_parser())
    manim.config.max_inflight_encoders = 2  # as a flag does
    manim.config.pixel_width = 320
    bring_settings()
    assert manim.config.verbosity == "ERROR"
    assert manim.config.frame_rate == 24
    assert manim.config.max_inflight_encoders == 2
    assert manim.config.pixel_width == 320
    assert manim.config.save_sections


@pytest.mark.long
def test_a_chapter_rendered_elsewhere_has_its_sections_and_names_no_folder_that_is_gone(tmp_path):
    (tmp_path / "scenes.py").write_text("# a user's own\n")
    flags = ["-r", "160,90", "--fps", "5", "--progress_bar", "none", "--silent"]
    manim_command = [sys.executable, "-P", "-W", "ignore", "-m", "manim", "render"]
    done = subprocess.run(
        [*manim_command, *flags, ROOT / "scenes" / "chapters" / "recap.py"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    (film,) = tmp_path.glob("media/videos/recap/*/Recap.mp4")
    assert len(list((film.parent / "sections").glob("*.mp4"))) == 3
    assert ".staging" not in done.stdout
    assert not list(tmp_path.rglob("partial_movie_files"))
