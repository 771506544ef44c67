"""Whatever the bytes are: rows, problems or one refusal, and the same again the next time."""

from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from twinhelm.reading.phrases import PHRASES
from twinhelm.reading.problems import Code, Effect, Problem, Unreadable, sentence
from twinhelm.reading.read import read
from twinhelm.reading.rows import WorkRow
from twinhelm.reading.testing import FILES, assuming, found
from twinhelm.reading.understand import understand
from twinhelm.reading.understanding import Format

NAMES = sorted(path.name for path in FILES.iterdir())
CONTENTS = {name: (FILES / name).read_bytes() for name in NAMES}
MANY = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
PIECES = st.sampled_from(
    [b'"', b",", b";", b"\t", b"\n", b"\r\n", b"\0", b"\xff", b"=1+1", b"9" * 30, b"\xef\xbb\xbf", b"From ", b"{", b"[",
     b"BEGIN:VEVENT\n", b"END:VCALENDAR\n", b"DTSTART:", b"RRULE:FREQ=", b"=?utf-8?B?", b"-1:00", b"20260-01-01", b" " * 99,
     "²③٣".encode()]
)  # fmt: skip


def _outcome(content, name):
    stream = BytesIO(content)
    try:
        understanding = understand(name, stream)
        everything = list(read(stream, understanding, assuming()))
    except Unreadable as refused:
        everything = [refused.problem]
    for one in everything:
        _check(one)
    assert everything or understanding.format is Format.PASTED
    refusals = [one for one in everything[:-1] if isinstance(one, Problem) and one.effect is Effect.FILE_REFUSED]
    assert not refusals, "a refusal is the last thing said"
    return everything


def _check(one):
    if isinstance(one, Problem):
        assert str(one).isprintable()
        assert len(str(one)) < 600
        return
    assert "\0" not in one.text + one.person + one.client + one.project
    assert len(one.text) <= 4_000
    one.text.encode("utf-8")
    assert one.started_at is None or one.started_at.utcoffset().total_seconds() == 0
    assert one.started_at is None or one.on is not None
    assert one.minutes is None or one.minutes >= 0
    assert 32 <= len(one.fingerprint) <= 40


def _marks(everything):
    return [one.fingerprint for one in everything if isinstance(one, WorkRow)]


@MANY
@given(st.binary(max_size=2_000), st.sampled_from(NAMES))
def test_any_bytes_under_any_name(content, name):
    _outcome(content, name)


@MANY
@given(st.text(max_size=1_000), st.sampled_from(["list", "work.csv"]))
def test_any_text(content, name):
    _outcome(content.encode("utf-8", "surrogatepass"), name)


@MANY
@given(st.sampled_from(NAMES), st.lists(st.tuples(st.floats(0, 1), st.integers(0, 40), PIECES), min_size=1, max_size=6))
def test_any_damage_to_a_good_file(name, damages):
    content = CONTENTS[name]
    for place, length, piece in damages:
        start = int(place * len(content))
        content = content[:start] + piece + content[start + length :]
    everything = _outcome(content, name)
    assert _marks(everything) == _marks(_outcome(content, name))


@MANY
@given(st.sampled_from(NAMES), st.floats(0, 1))
def test_any_file_cut_anywhere(name, place):
    _outcome(CONTENTS[name][: int(place * len(CONTENTS[name]))], name)


@given(st.lists(st.lists(st.text(max_size=30), min_size=1, max_size=6), max_size=12))
def test_marks_are_never_given_twice(table):
    content = "Date,Duration,Description,Client\n" + "\n".join(",".join(cells).replace("\n", " ") for cells in table)
    marks = _marks(_outcome(content.encode("utf-8", "surrogatepass"), "work.csv"))
    assert len(set(marks)) == len(marks)


@pytest.mark.parametrize("name", NAMES)
def test_a_good_file_gives_the_same_rows_each_time(name):
    assert found(CONTENTS[name], name) == found(CONTENTS[name], name)


@pytest.mark.parametrize("code", list(Code))
def test_every_problem_has_a_sentence_that_says_what_and_what_to_do(code):
    phrase = PHRASES[code]
    assert phrase.what.endswith(".")
    if phrase.effect in (Effect.FILE_REFUSED, Effect.LEFT_OUT):
        assert phrase.advice.endswith(".")
    assert not any(word in (phrase.what + phrase.advice).lower() for word in ("please", "oops", "successfully", "!"))


def test_a_sentence_can_be_told_in_another_language():
    problem = Problem(Code.NEGATIVE_DURATION, "stunden.csv", 3, "D", {"value": "-1:30"})
    german = {
        PHRASES[Code.NEGATIVE_DURATION].what: "„%(value)s“ ist weniger als keine Zeit.",
        PHRASES[Code.NEGATIVE_DURATION].advice: "In der Datei berichtigen.",
        "row %(number)s": "Zeile %(number)s",
        "column %(column)s": "Spalte %(column)s",
    }
    assert sentence(problem, german.__getitem__) == (
        "stunden.csv, Zeile 3, Spalte D: „-1:30“ ist weniger als keine Zeit. In der Datei berichtigen."
    )


def test_a_sentence_survives_a_translation_with_a_wrong_mark():
    assert "–" in sentence(Problem(Code.BAD_DATE, "a.csv"), lambda words: words.replace("value", "wert"))
