"""What the web process carries: nothing that only a worker needs."""

import os
import subprocess
import sys

HEAVY = ("numpy", "scipy", "onnxruntime", "ortools", "numba", "sklearn", "openpyxl", "icalendar", "typst", "PIL")
LOOK = f"""
import sys
import django
django.setup()
import twinhelm.config.asgi
from django.urls import get_resolver
list(get_resolver().url_patterns)
print([name for name in {HEAVY} if name in sys.modules])
"""


def loaded(first: str = "") -> str:
    surroundings = {**os.environ, "DJANGO_SETTINGS_MODULE": "twinhelm.config.settings"}
    return subprocess.run(
        [sys.executable, "-c", first + LOOK], env=surroundings, capture_output=True, text=True, check=True
    ).stdout.strip()


def test_the_web_process_loads_nothing_heavy():
    assert loaded() == "[]"


def test_something_heavy_is_noticed():
    assert loaded("import icalendar\n") == "['icalendar']"
