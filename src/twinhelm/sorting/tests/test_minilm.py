"""The language model and its word pieces."""

import hashlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twinhelm.sorting import minilm, prepared
from twinhelm.sorting.seeds import seeds
from twinhelm.sorting.wordpiece import WordPieces, words

SMALL = WordPieces({"[UNK]": 0, "[CLS]": 1, "[SEP]": 2, "call": 3, "##ing": 4, "##s": 5, "-": 6, "cafe": 7, "你": 8})


def test_takes_the_longest_piece_first():
    assert SMALL.numbers("Calling calls", at_most=128) == [1, 3, 4, 3, 5, 2]


def test_a_word_that_does_not_come_out_even_is_unknown():
    assert SMALL.numbers("callx", at_most=128) == [1, 0, 2]
    assert SMALL.numbers("call" * 26, at_most=128) == [1, 0, 2]


def test_forgets_accents_case_and_control_signs_and_parts_marks_and_chinese():
    assert words("CAFÉ-你call\u200b\x07\u00a0x") == ["cafe", "-", "你", "call", "x"]


def test_cuts_long_texts_and_still_ends_them():
    assert SMALL.numbers("call " * 500, at_most=10) == [1, *[3] * 8, 2]


@given(st.text(max_size=80))
def test_any_text_becomes_pieces_of_the_vocabulary(text):
    numbers = minilm.word_pieces().numbers(text, at_most=128)
    assert numbers[0] == 101
    assert numbers[-1] == 102
    assert len(numbers) <= 128


def test_known_words_have_their_published_numbers():
    assert minilm.word_pieces().numbers("hello, world", at_most=128) == [101, 7592, 1010, 2088, 102]


def test_alike_texts_are_nearer_than_others():
    phone, ring, test = minilm.embedded(["phone call with the owner", "rang the proprietor", "regression tests"])
    assert phone @ ring > phone @ test
    assert np.linalg.norm(phone) == pytest.approx(1)


def test_a_vector_does_not_depend_on_its_neighbours():
    alone = minilm.embedded(["weekly status call"])[0]
    among = minilm.embedded(["x", "weekly status call", "a much longer text about something else entirely"])[1]
    assert np.allclose(alone, among, atol=1e-5)


def test_asks_the_store_first_and_keeps_what_is_new():
    class Counting(minilm.Memory):
        puts = 0

        def put_many(self, vectors):
            self.puts += len(vectors)
            super().put_many(vectors)

    store = Counting()
    first = minilm.Meanings(store).vectors(["plonk one", "plonk two", "plonk one"])
    again = minilm.Meanings(store).vectors(["plonk two", "plonk one"])
    assert store.puts == 2
    assert (again == first[[1, 0]]).all()
    assert minilm.Meanings(store).vectors([]).shape == (0, 384)


def test_refuses_a_model_file_that_is_not_the_measured_one(monkeypatch, tmp_path):
    other = tmp_path / "model.onnx"
    other.write_bytes(b"other")
    monkeypatch.setattr(minilm, "located", lambda place: other)
    with pytest.raises(minilm.ModelMissing, match="not the file that Twinhelm was measured with"):
        minilm.checked(minilm.MODEL, minilm.MODEL_DIGEST)
    assert minilm.checked(minilm.MODEL, hashlib.sha256(b"other").hexdigest()) == other


def test_without_the_package_says_what_to_do():
    with pytest.raises(minilm.ModelMissing, match="run bin/setup, or use the light model"):
        minilm.checked(("no_such_package", "model.onnx"), "")
    assert minilm.located(("no_such_package", "model.onnx")) is None


def test_prepared_vectors_are_what_the_model_says(tmp_path, monkeypatch):
    monkeypatch.setattr(prepared, "PATH", tmp_path / "seed-vectors.npz")
    prepared.vectors.cache_clear()
    prepared.prepare()
    prepared.vectors.cache_clear()
    try:
        kept = prepared.vectors()
        text = seeds()[0].text
        assert minilm.digest(text) in kept
        row = np.frombuffer(kept[minilm.digest(text)], np.float16)
        assert np.allclose(row, minilm.embedded([text])[0], atol=1e-3)
    finally:
        prepared.vectors.cache_clear()
