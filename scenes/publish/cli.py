"""The command ``descent``."""

import contextlib
import errno
import sys
from difflib import get_close_matches
from enum import Enum
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console as Terminal

from gdmath.user_cache import CacheFolderError
from scenes.chapters import CHAPTERS
from scenes.files.assets import languages as languages_with_strings
from scenes.files.inside import OutsideError
from scenes.params import Params, ParamsError
from scenes.publish.build import build
from scenes.publish.cache import parse_age, parse_size, report, superfluous, write_size
from scenes.publish.clips.causes import named_cause
from scenes.publish.clips.clip_store import ClipStore
from scenes.publish.clips.qualities import QUALITIES
from scenes.publish.clips.requests import Failure
from scenes.publish.clips.workers import default_jobs
from scenes.publish.console import TerminalConsole
from scenes.publish.interrupts import INTERRUPTED, end_at_once, raise_when_interrupted
from scenes.publish.lecture.planning import FORMATS, Order
from scenes.publish.lecture.preflight import PreflightError
from scenes.publish.streams import steady_streams, unwritten
from scenes.publish.sweep import MOST_SETS, check_count, folder_names, load_sets, sweep
from scenes.publish.verify import verify

DONE, FAILED, WRONG = 0, 1, 2
"""Exit codes, besides that of an interruption."""
_KEPT = "what was there before is still there, finished clips are kept"

app = typer.Typer(
    help="Make the animated lecture on gradient descent: clips, film, page and slides.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

cache_app = typer.Typer(help="See, and thin out, the cache of rendered clips.")
app.add_typer(cache_app, name="cache")

ThemeName = Enum("ThemeName", {name: name for name in ("dark", "light")}, type=str)  # type: ignore[misc]
QualityName = Enum("QualityName", {name: name for name in QUALITIES}, type=str)  # type: ignore[misc]
FormatName = Enum("FormatName", {name: name for name in FORMATS}, type=str)  # type: ignore[misc]


DEFAULT_QUALITY = QualityName("lecture")


def _say_version(is_asked: bool) -> None:
    if is_asked:
        print(f"descent-film {version('descent-film')}")
        raise typer.Exit


@app.callback()
def descent_command(
    _version: Annotated[
        bool,
        typer.Option("--version", callback=_say_version, is_eager=True, help="Say which it is."),
    ] = False,
) -> None:
    """Take the options that come before a command."""


def _known_chapters(names: list[str] | None) -> list[str] | None:
    for name in names or ():
        if name not in CHAPTERS:
            nearest = get_close_matches(name, CHAPTERS, n=1)
            hint = f"; did you mean {nearest[0]}?" if nearest else f" {', '.join(CHAPTERS)}"
            raise typer.BadParameter(f"{name!r} is not one of the chapters{hint}")
    return names


def _known_languages(names: list[str] | None) -> list[str] | None:
    for name in names or ():
        if name not in languages_with_strings():
            known = ", ".join(map(repr, languages_with_strings()))
            raise typer.BadParameter(f"{name!r} is not one of {known}")
    return names


def _at_home(path: Path | None) -> Path | None:
    """Expand a ``~`` that the shell has not, as in ``--out=~/lecture``."""
    try:
        return path if path is None else path.expanduser()
    except RuntimeError:
        raise typer.BadParameter(
            f"{path.parts[0] if path else ''} stands for no home folder: write the path from / on"
        ) from None


Chapters = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="CHAPTER",
        callback=_known_chapters,
        help=f"Only these of {', '.join(CHAPTERS)}; otherwise all, and the film.",
        show_default=False,
    ),
]
ParamsFile = Annotated[
    Path | None,
    typer.Option(
        "--params", callback=_at_home, help="A TOML file with the parameters that differ."
    ),
]
DataFile = Annotated[
    Path | None,
    typer.Option(
        "--data",
        callback=_at_home,
        help="A CSV or TSV file with x and y: its first two columns of numbers, or those that "
        "--set x_column=NAME and y_column name.",
    ),
]
Languages = Annotated[
    list[str] | None,
    typer.Option(
        "--language",
        callback=_known_languages,
        help="May be given again; otherwise that of the parameters.",
    ),
]
Theme = Annotated[
    ThemeName | None, typer.Option("--theme", help="Otherwise that of the parameters.")
]
QualityOption = Annotated[
    QualityName,
    typer.Option("--quality", help="preview: 480p15, lecture: 1080p60, 4k: 2160p60."),
]
Out = Annotated[Path, typer.Option("--out", callback=_at_home, help="Where to.")]
Jobs = Annotated[
    int | None, typer.Option("--jobs", min=1, help="Clips rendered at once; otherwise one a core.")
]
Formats = Annotated[
    list[FormatName] | None,
    typer.Option("--format", help="Besides MP4; may be given again. webm has no background."),
]
WithSlides = Annotated[
    bool, typer.Option("--slides", help="Also slides, one a beat: RevealJS and PowerPoint.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only say what would be done, and why.")]


@app.command("build")
def build_command(
    chapters: Chapters = None,
    params: ParamsFile = None,
    data: DataFile = None,
    settings: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="KEY=VALUE", help="A parameter, e.g. learning_rate=0.02."),
    ] = None,
    languages: Languages = None,
    theme: Theme = None,
    quality: QualityOption = DEFAULT_QUALITY,
    out: Out = Path("media/lecture"),
    jobs: Jobs = None,
    formats: Formats = None,
    slides: WithSlides = False,
    dry_run: DryRun = False,
    check: Annotated[
        bool,
        typer.Option(
            "--verify",
            help="Only read every published and stored file, say which are not as they were made, "
            "and what would be rendered.",
        ),
    ] = False,
) -> int:
    """Make clips, film, captions and page; only what is no longer true is rendered."""
    texts = _pairs(settings) | _named(data)
    loaded = Params.load(params, texts=texts, **_themed(theme))
    order = _order(loaded, chapters, languages, quality, out, jobs, formats, slides)
    if check:
        return DONE if verify(order, _console()) else FAILED
    failures = build(order, _console(), dry_run=dry_run)
    return _end(failures, out if not dry_run else None)


@app.command("sweep")
def sweep_command(
    chapters: Chapters = None,
    params: ParamsFile = None,
    data: DataFile = None,
    settings: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="KEY=VALUE,VALUE",
            help="Values of a parameter; those of x, y, start and the ranges, which have commas "
            "themselves, are parted by semicolons.",
        ),
    ] = None,
    languages: Languages = None,
    theme: Theme = None,
    quality: QualityOption = DEFAULT_QUALITY,
    out: Out = Path("media/sweep"),
    jobs: Jobs = None,
    formats: Formats = None,
    slides: WithSlides = False,
    dry_run: DryRun = False,
    any_number: Annotated[
        bool, typer.Option("--any-number", help=f"Also more than {MOST_SETS} combinations.")
    ] = False,
) -> int:
    """Make the lecture for each combination of values, and a page to compare them."""
    pairs = _pairs(settings)
    if not pairs:
        raise typer.BadParameter("needs at least one --set KEY=VALUE,VALUE", param_hint="--set")
    if languages and "language" in pairs:
        rule = "give the languages here or as --set language=en,ru, not both"
        raise typer.BadParameter(rule, param_hint="--language")
    console = _console()
    count = check_count(pairs, None if any_number else MOST_SETS)
    told = f"{count} {'combination' if count == 1 else 'combinations'} of parameters"
    if count > MOST_SETS:  # it takes a while to see whether all are allowed
        console.say(told)
    sets = load_sets(params, pairs, _named(data), **_themed(theme))
    if count <= MOST_SETS:
        console.say(told)
    orders = [
        (setting, _order(loaded, chapters, languages, quality, out / name, jobs, formats, slides))
        for (setting, loaded), name in zip(sets, folder_names(s for s, _ in sets), strict=True)
    ]
    failures = sweep(orders, out, console, dry_run=dry_run)
    return _end(failures, out if not dry_run else None)


@app.command("serve")
def serve_command(
    folder: Annotated[
        Path, typer.Argument(help="What build or sweep made.", metavar="FOLDER")
    ] = Path("media/lecture"),
    port: Annotated[
        int | None,
        typer.Option("--port", min=0, max=65535, help="Otherwise the first free one from 8000."),
    ] = None,
    host: Annotated[
        str, typer.Option("--host", help="0.0.0.0 lets other machines in.")
    ] = "127.0.0.1",
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Open the page in the browser.")
    ] = True,
) -> None:
    """Show the lecture's page over HTTP, with videos that can be sought in, until Ctrl-C."""
    import webbrowser

    from scenes.publish.lecture.server import open_server

    with open_server(folder, host, port) as server, contextlib.suppress(KeyboardInterrupt):
        print(f"{server.address}  (Ctrl-C ends it)", flush=True)
        if browser:
            webbrowser.open(server.address)
        server.serve_forever()


@cache_app.callback(invoke_without_command=True)
def cache_command(context: typer.Context) -> None:
    """Say what the cache of rendered clips holds: by chapter, quality and age."""
    if context.invoked_subcommand is None:
        for line in report(ClipStore()):
            print(line)


@cache_app.command("prune")
def prune_command(
    older_than: Annotated[
        float | None,
        typer.Option(metavar="AGE", parser=parse_age, help="Clips not used for so long, e.g. 30d."),
    ] = None,
    larger_than: Annotated[
        float | None,
        typer.Option(
            metavar="SIZE",
            parser=parse_size,
            help="Clips used least recently, until the rest is no larger, e.g. 10GB.",
        ),
    ] = None,
    damaged: Annotated[
        bool, typer.Option("--damaged", help="Clips that were set aside as damaged.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would go.")] = False,
) -> None:
    """Delete rendered clips from the cache: those that any of the options names."""
    if older_than is None and larger_than is None and not damaged:
        raise typer.BadParameter("needs --older-than, --larger-than or --damaged: say what may go")
    store = ClipStore()
    chosen = superfluous(store.entries(), older_than, larger_than)
    folders = [entry.folder for entry in chosen] + (store.damaged() if damaged else [])
    for folder in folders:
        print(f"{'would delete' if dry_run else 'deleting'} {folder.relative_to(store.root)}")
        if not dry_run:
            store.remove(folder)
    size = write_size(sum(entry.size for entry in chosen))
    print(f"{len(folders)} clips, {size}")


def main() -> None:
    """Run the command; what the user can mend is said in one line."""
    steady_streams()
    try:
        raise_when_interrupted()
        code, line = _run()
    except KeyboardInterrupt as interruption:
        code, line = INTERRUPTED, str(interruption)
    finally:
        end_at_once()
    if code == INTERRUPTED:
        line = f"interrupted; {line or _KEPT}"
    if line:
        _error(line)
    lost = unwritten(sys.stdout)
    if lost is not None and lost.errno != errno.EPIPE:  # who closes a pipe has read enough
        _error(f"error: what was said could not be written to the output: {lost.strerror}")
        code = code or FAILED
    unwritten(sys.stderr)
    sys.exit(code)


def _run() -> tuple[int, str]:
    """Run the command; return its exit code, and a line for the user, if any."""
    try:
        return app(standalone_mode=False) or DONE, ""
    except typer.Exit as end:
        return end.exit_code, ""
    except typer.Abort:
        return INTERRUPTED, ""
    except (ParamsError, PreflightError, CacheFolderError, OutsideError) as error:
        return WRONG, f"error: {error}"
    except Exception as error:
        if hasattr(error, "format_message"):  # Click's, in whichever package Typer has it
            message = error.format_message()  # none where it has shown the help instead
            return WRONG, f"error: {message.replace('Value error, ', '')}" if message else ""
        found = named_cause(error)
        if found is None:
            raise
        where = getattr(error, "filename", None)
        named = f" ({where})" if where and str(where) not in found.cause else ""
        return FAILED, f"error: {found.cause}{named}: {found.remedy}"


def _order(
    params: Params,
    chapters: list[str] | None,
    languages: list[str] | None,
    quality: QualityName,
    out: Path,
    jobs: int | None,
    formats: list[FormatName] | None,
    slides: bool,
) -> Order:
    if slides:
        from scenes.publish.lecture.slides import check_installed

        check_installed()
    return Order(
        params=params,
        languages=tuple(dict.fromkeys(languages or ())) or (params.language,),
        chapters=tuple(chapters or CHAPTERS),
        quality=QUALITIES[quality.value],
        out=out,
        formats=frozenset(name.value for name in formats or ()),
        slides=slides,
        jobs=jobs or default_jobs(),
    )


def _pairs(settings: list[str] | None) -> dict[str, str]:
    pairs = {}
    for setting in settings or ():
        key, equals, value = setting.partition("=")
        if not equals or not value.strip():
            raise typer.BadParameter(
                f"{setting!r} is not KEY=VALUE, as in learning_rate=0.02", param_hint="--set"
            )
        if key.strip() in pairs:
            raise typer.BadParameter(
                f"{key.strip()} is given twice: say it once", param_hint="--set"
            )
        pairs[key.strip()] = value
    return pairs


def _named(data: Path | None) -> dict[str, str]:
    return {} if data is None else {"data": str(data)}


def _themed(theme: ThemeName | None) -> dict[str, str]:
    return {} if theme is None else {"theme": theme.value}


def _console() -> TerminalConsole:
    return TerminalConsole(Terminal())


def _end(failures: list[Failure], made: Path | None) -> int:
    if made is not None and not failures:
        print(made / "index.html")
    for failure in failures:
        log = f" (log: {failure.log})" if failure.log is not None else ""
        _error(f"failed: {failure.request.name}: {failure.cause}: {failure.remedy}{log}")
    return FAILED if failures else DONE


def _error(line: str) -> None:
    print(line, file=sys.stderr)
