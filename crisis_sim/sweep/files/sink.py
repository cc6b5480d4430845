"""A file for libraries that cannot bear that writing fails."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import Any

__all__ = ["Sink"]


class Sink(io.RawIOBase):
    """Takes what is written; once that has failed, forgets it, until :meth:`check` tells.

    The HDF5 library ends the process if a file cannot be written and is closed, and Arrow writes
    once more when it lets go of one.
    """

    def __init__(self, path: Path) -> None:
        self.file = path.open("w+b", buffering=0)
        self.failed: OSError | None = None

    def check(self) -> None:
        """Raise what went wrong."""
        if self.failed is not None:
            raise self.failed

    def write(self, data: Any) -> int:
        """Write all of the bytes."""
        left = memoryview(data).cast("B")
        size = len(left)
        try:
            while len(left) and self.failed is None:
                left = left[self.file.write(left) :]
        except OSError as error:
            self.failed = error
        return size

    def readinto(self, buffer: Any) -> int:
        """Read what stands there; zeros beyond the end."""
        return self.file.readinto(buffer) or 0

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Go to a place."""
        return self.file.seek(offset, whence)

    def tell(self) -> int:
        """The place."""
        return self.file.tell()

    def truncate(self, size: int | None = None) -> int:
        """Cut or lengthen the file."""
        try:
            return self.file.truncate(size)
        except OSError as error:
            self.failed = self.failed or error
            return size or 0

    def readable(self) -> bool:
        """It is."""
        return True

    def writable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """It is."""
        return True

    def close(self) -> None:
        """Close the file."""
        self.file.close()
        super().close()
