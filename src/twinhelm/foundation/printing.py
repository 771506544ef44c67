"""Sets a document from a template and plain data, in a process of its own that ends with it."""

import json
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

SECONDS = 30


class NotSet(Exception):  # noqa: N818  says what happened
    """The document could not be set; the reason is for the log."""


def pdf_of(template: Path, content: Mapping[str, Any]) -> bytes:
    """A tagged PDF. The template finds the content as JSON in `sys.inputs.content`: no sign in it can become markup.

    The typesetter reads no file but the template's folder and the fonts, and fetches nothing.
    Cost: a process of a fifth of a second and 35 MB, which the web process must not keep.
    Raises NotSet.
    """
    return set_apart(template, content, "pdf")


def set_apart(template: Path, content: Mapping[str, Any], form: str) -> bytes:
    command = [sys.executable, "-I", "-m", "twinhelm.foundation.typesetter", form, str(template), str(fonts())]
    try:
        done = subprocess.run(  # noqa: S603  our own program, on our own template
            command, input=json.dumps(content).encode(), capture_output=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired as late:
        raise NotSet(f"{template.name} took more than {SECONDS} seconds") from late
    if done.returncode:
        raise NotSet(done.stderr.decode("utf-8", "replace")[-2000:])
    return done.stdout


@cache
def fonts() -> Path:
    """Inter, as its package brings it."""
    found = find_spec("fontpkg_inter")
    if found is None or found.origin is None:
        raise NotSet("the package fontpkg-inter is missing: run bin/setup")
    return Path(found.origin).parent / "files"
