"""The user's stored clips, told and thinned out: nothing else deletes any."""

import re
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from scenes.publish.clips.clip_store import DAMAGED, LAYOUT, ClipStore, StoredClip

LARGE = 10 * 2**30
"""Bytes from which on a build says how to thin them out."""

_DAY = 86_400
_AGES = {"h": 3_600, "d": _DAY, "w": 7 * _DAY}
_SIZES = {"": 1, "KB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12}


def parse_age(text: str) -> float:
    """Read an age such as ``12h``, ``30d`` or ``4w``, in seconds.

    Raises:
        ValueError: If it is none; the message says what is.
    """
    match = re.fullmatch(r"(\d+(?:\.\d+)?) *([hdw])", text.strip())
    if match is None:
        raise ValueError(f"{text!r} is not an age, as in 12h, 30d or 4w")
    return float(match[1]) * _AGES[match[2]]


def parse_size(text: str) -> float:
    """Read a size such as ``500MB`` or ``10GB``, in bytes.

    Raises:
        ValueError: If it is none; the message says what is.
    """
    match = re.fullmatch(r"(\d+(?:\.\d+)?) *([KMGT]?B)", text.strip().upper())
    if match is None:
        raise ValueError(f"{text!r} is not a size, as in 500MB or 10GB")
    return float(match[1]) * _SIZES["" if match[2] == "B" else match[2]]


def write_size(size: float) -> str:
    """Write a number of bytes, e.g. ``1.5 GB``."""
    if size >= _SIZES["GB"]:
        return f"{size / _SIZES['GB']:.1f} GB"
    return f"{size / _SIZES['MB']:.1f} MB"


def superfluous(
    entries: Sequence[StoredClip], older_than: float | None, larger_than: float | None
) -> list[StoredClip]:
    """Choose the entries that are to go.

    Args:
        entries: All, those used last first.
        older_than: Those go that were not used for so many seconds.
        larger_than: Those used least recently go, until the rest is within so many bytes.
    """
    now = time.time()
    chosen, kept = [], 0.0
    for entry in entries:
        is_old = older_than is not None and now - entry.used > older_than
        is_too_much = larger_than is not None and kept + entry.size > larger_than
        if is_old or is_too_much:
            chosen.append(entry)
        else:
            kept += entry.size
    return chosen


def report(store: ClipStore) -> Iterator[str]:
    """Tell where the clips are, how much room they take, and of which chapter, quality and age."""
    entries = store.entries()
    total = sum(entry.size for entry in entries)
    yield f"{store.root}: {len(entries)} clips, {write_size(total)}"
    groups: dict[tuple[str, str], list[StoredClip]] = {}
    for entry in entries:
        quality = entry.record.dependencies.quality.name
        groups.setdefault((entry.clip.chapter, quality), []).append(entry)
    for (chapter, quality), group in sorted(groups.items()):
        size = write_size(sum(entry.size for entry in group))
        ages = [(time.time() - entry.used) / _DAY for entry in group]
        yield (
            f"  {chapter:<16}{quality:<9}{len(group):>4} clips{size:>10}"
            f"   used {min(ages):.0f} to {max(ages):.0f} days ago"
        )
    if damaged := store.damaged():
        size = write_size(sum(map(_size_of, damaged)))
        yield f"  damaged, set aside in {DAMAGED}: {len(damaged)} clips, {size}"
    for other in _others(store):
        yield f"  {other.name}: of another version, {write_size(_size_of(other))}; left alone"


def _others(store: ClipStore) -> list[Path]:
    known = {LAYOUT, DAMAGED}
    return sorted(path for path in store.root.glob("[!.]*") if path.name not in known)


def _size_of(folder: Path) -> int:
    return sum(path.lstat().st_size for path in folder.rglob("*") if not path.is_dir())
