"""Log lines: one a problem, with where it happened, without what was given."""

import logging
import traceback
from pathlib import Path
from types import TracebackType

FRAMES_SHOWN = 6
ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class OneLine(logging.Formatter):
    """Puts the whole problem on one line; line breaks in messages can't forge further ones."""

    def format(self, record: logging.LogRecord) -> str:
        return super().format(record).replace("\r", "\\r").replace("\n", "\\n")

    def formatException(self, ei: ExcInfo) -> str:  # noqa: N802  the standard library's name
        """The innermost frames and the kind. The message of the exception stays out: it may quote personal words."""
        kind, _problem, trace = ei
        frames = traceback.extract_tb(trace)[-FRAMES_SHOWN:]
        path = " < ".join(f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in reversed(frames))
        return f"{kind.__name__ if kind else 'problem'} at {path}"
