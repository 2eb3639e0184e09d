"""Font files looked at before they are drawn with.

Typst passes over a font that it cannot read and sets the words in another weight or family, so a
damaged one would not stop a build but change every picture.
"""

import struct
from pathlib import Path

import numpy as np

_DIRECTORY = 12
"""Where a font's list of tables begins, in bytes."""
_ENTRY = struct.Struct(">4sIII")
"""A table: its tag, its checksum, where it begins and how long it is."""
_ADJUSTMENT = slice(8, 12)
"""The bytes of table ``head`` that depend on the whole file; they do not count in its checksum."""


def is_whole(font: Path) -> bool:
    """Tell whether all tables of a font, TrueType or OpenType, agree with their checksums."""
    try:
        data = font.read_bytes()
        (count,) = struct.unpack_from(">H", data, 4)
        tables = [_ENTRY.unpack_from(data, _DIRECTORY + i * _ENTRY.size) for i in range(count)]
    except (OSError, struct.error):
        return False
    return count > 0 and all(
        len(table := data[start : start + length]) == length and _checksum(tag, table) == checksum
        for tag, checksum, start, length in tables
    )


def _checksum(tag: bytes, table: bytes) -> int:
    padded = bytearray(table + b"\0" * (-len(table) % 4))
    if tag == b"head":
        padded[_ADJUSTMENT] = bytes(4)
    return int(np.frombuffer(padded, dtype=">u4").sum(dtype=np.uint64)) % 2**32
