"""What tells that a book's file is damaged."""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib

# What the libraries that read archives and PDFs raise for damage they have no name for.
DAMAGE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, OSError, EOFError, ValueError, LookupError, TypeError,
    AttributeError, RuntimeError, ArithmeticError, AssertionError,
)  # fmt: skip
