"""How far a reading has come."""

from io import BytesIO

import pytest

from twinhelm.reading.read import read
from twinhelm.reading.testing import FILES, assuming
from twinhelm.reading.understand import understand

TABLE = "Date,Hours,Description\n" + "2026-11-02,1,Call with Alder Bakery\n" * 20_000


def _reading(name, content):
    stream = BytesIO(content)
    return read(stream, understand(name, stream), assuming())


def test_grows_from_nothing_to_all():
    reading = _reading("work.csv", TABLE.encode())
    assert reading.fraction == 0
    seen = [reading.fraction for _ in reading]
    assert seen == sorted(seen)
    assert 0.2 < seen[len(seen) // 2] < 0.8
    assert reading.fraction == 1
    assert reading.rows == 20_000


@pytest.mark.parametrize("name", sorted(path.name for path in FILES.iterdir()))
def test_ends_at_all_for_every_format(name):
    reading = _reading(name, (FILES / name).read_bytes())
    list(reading)
    assert 0.9 < reading.fraction <= 1


def test_can_be_left_in_the_middle_without_harm():
    stream = BytesIO(TABLE.encode())
    understanding = understand("work.csv", stream)
    first = next(read(stream, understanding, assuming()))
    assert next(read(stream, understanding, assuming())) == first
    assert not stream.closed
