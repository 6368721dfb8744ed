"""KOReader's partial MD5 of a book file: the name a device knows a book by.

At most twelve samples of 1024 bytes go into one MD5: at offset 0, then at 1024·4^i for i = 0…10, as long as
the offset lies within the file (specs/booklore.md §2.3, whose vectors the tests use).
"""

from __future__ import annotations

import hashlib
import io
from pathlib import Path
from typing import BinaryIO

SAMPLE_BYTES = 1024
OFFSETS = (0, *(SAMPLE_BYTES << (2 * step) for step in range(11)))


def fingerprint_of_stream(stream: BinaryIO) -> str:
    """32 lower-case hex digits for a seekable stream."""
    digest = hashlib.md5(usedforsecurity=False)
    for offset in OFFSETS:
        stream.seek(offset)
        sample = stream.read(SAMPLE_BYTES)
        if not sample:
            break
        digest.update(sample)
    return digest.hexdigest()


def fingerprint_of_bytes(content: bytes) -> str:
    """The fingerprint of a book held in memory."""
    return fingerprint_of_stream(io.BytesIO(content))


def fingerprint_of_file(path: Path) -> str:
    """The fingerprint of a file; OSError when it cannot be read."""
    with path.open("rb") as stream:
        return fingerprint_of_stream(stream)
