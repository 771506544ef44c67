"""What the sorter promises, with both models."""

import itertools
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from twinhelm.sorting import minilm
from twinhelm.sorting.catalogue import FOURTEEN
from twinhelm.sorting.explain import reason
from twinhelm.sorting.problem import BadProblem, Example, Line, Problem
from twinhelm.sorting.solve import solve
from twinhelm.sorting.sorter import Sorter
from twinhelm.sorting.verify import faults

MEMORY = minilm.Memory()
WORDS = ("team", "update", "numbers", "photos", "offer", "changes", "launch", "budget", "text", "feedback")


@cache
def a_sorter(model, lines=FOURTEEN, names=()):
    return Sorter(lines, names=names, model=model, store=MEMORY)


@pytest.fixture(params=["best", "light"], scope="module")
def model(request):
    return request.param


@pytest.fixture(scope="module")
def sorter(model):
    return a_sorter(model)


def solved(problem, model="light"):
    sorter = a_sorter(model, problem.lines, problem.names).relearned(problem.examples)
    result = sorter.sort(problem.texts, client_share=problem.client_share)
    assert faults(problem, result) == []
    return result


def lines_of(model, *texts, **given):
    return [guess.line for guess in solved(Problem(FOURTEEN, texts, **given), model).guesses]


def test_sorts_plain_entries_as_a_project_manager_would(model):
    assert lines_of(
        model,
        "Phone call about the delivery",
        "Kick-off meeting",
        "QA on the checkout page",
        "DNS records for new domain",
        "Uploaded product photos",
        "Capacity planning for next sprint",
        "Proofreading the brochure",
    ) == ["real-time", "scheduled", "qa", "settings", "content", "capacity", "review"]


def test_gives_two_alternatives_and_three_stored_examples(model):
    guess = solved(Problem(FOURTEEN, ("Testing the contact form on mobile",)), model).guesses[0]
    assert len(guess.alternatives) == 2
    assert len(guess.examples) == 3
    assert {example.line for example in guess.examples} == {guess.line}
    assert guess.examples[0].similarity >= guess.examples[1].similarity >= guess.examples[2].similarity


@pytest.mark.parametrize("text", ["", "   ", "😀🎉", "12:30 - 14:00", "\x00", "•"])
def test_leaves_a_text_without_words_unsorted(text, model):
    guess = solved(Problem(FOURTEEN, (text,)), model).guesses[0]
    assert (guess.line, guess.family, guess.confidence, guess.alternatives) == ("", None, 0.0, ())


def test_reads_ten_thousand_characters_and_other_languages_without_stumbling(model):
    texts = ("call about the invoice " * 500, "打电话给客户", "Звонок клиенту", "a" * 10_000, "Besprechung mit Frau Öz")
    assert len(solved(Problem(FOURTEEN, texts), model).guesses) == 5


def test_is_less_sure_of_a_language_that_it_does_not_know(model):
    known, foreign = solved(
        Problem(FOURTEEN, ("Phoned about the late delivery", "Puhelu myöhästyneestä toimituksesta"), client_share=0.4),
        model,
    ).guesses
    assert foreign.confidence < 0.5 < known.confidence


def test_no_alternative_is_likelier_than_the_guess(sorter):
    texts = [f"{first} {second}" for first in ("call", "brief", "check", "plan", "Alder") for second in WORDS]
    for guess in sorter.sort(texts, client_share=0.4).guesses:
        assert guess.confidence >= guess.alternatives[0].confidence >= guess.alternatives[1].confidence


def test_same_input_gives_the_same_output(model):
    told = (Example("c1", "fix header", "assign"),)
    problem = Problem(FOURTEEN, ("call", "weekly status", "fix header", "call"), told)
    assert solve(problem, model=model, store=MEMORY) == solve(problem, model=model, seed=7, store=MEMORY)


def test_a_text_is_sorted_alike_alone_and_among_others_when_the_share_is_given(sorter):
    texts = ["weekly call with the owners", "prices updated in the shop", "asked whether Friday works for them"]
    together = sorter.sort(texts, client_share=0.4)
    for text, guess in zip(texts, together.guesses, strict=True):
        alone = sorter.sort([text], client_share=0.4).guesses[0]
        assert (alone.line, alone.confidence) == (guess.line, pytest.approx(guess.confidence, abs=2e-4))


def test_learns_from_one_correction(model):
    text = "Pasta evening"
    told = Example("c1", text, "relationship")
    guess = solved(Problem(FOURTEEN, (text,), examples=(told,)), model).guesses[0]
    assert guess.line == "relationship"
    assert guess.examples[0].id == "c1"


def test_unlearns_a_correction_that_was_taken_back(sorter):
    before = sorter.sort(["Pasta evening"])
    corrected = sorter.relearned((Example("c1", "Pasta evening", "relationship"),))
    assert corrected.sort(["Pasta evening"]) != before
    assert corrected.relearned(()).sort(["Pasta evening"]) == before


def test_learning_step_by_step_comes_to_the_same_as_learning_at_once(model):
    told = tuple(
        Example(f"c{number}", text, line)
        for number, (text, line) in enumerate(
            [("Pasta evening", "relationship"), ("Fix the oven", "settings"), ("Flour prices", "business")]
        )
    )
    texts = ["Pasta evening with Lena", "oven again", "prices of flour"]
    stepwise = a_sorter(model)
    for count in range(1, 4):
        stepwise = stepwise.relearned(told[:count])
    stepwise = stepwise.relearned(told[1:]).relearned(told)
    at_once = Sorter(FOURTEEN, told, model=model, store=MEMORY).sort(texts)
    for one, other in zip(stepwise.sort(texts).guesses, at_once.guesses, strict=True):
        assert (one.line, one.confidence) == (other.line, pytest.approx(other.confidence, abs=2e-3))


def test_a_corrected_line_of_a_known_text_replaces_the_old_one(sorter):
    once = sorter.relearned((Example("c1", "Pasta evening", "relationship"),))
    again = once.relearned((Example("c1", "Pasta evening", "qa"),))
    assert again.sort(["Pasta evening"]).guesses[0].line == "qa"


def test_says_how_many_corrections_it_would_have_found_by_itself(sorter):
    told = (
        Example("c1", "phone call", "real-time"),
        Example("c2", "DNS change", "settings"),
        Example("c3", "Kick-off", "scheduled"),
        Example("c4", "Regression test of the shop", "content"),
    )
    assert sorter.relearned(told).held_back_accuracy() == (0.75, 1.0)


def test_leaves_known_names_out():
    texts = ("Testa Support AG - call", "call")
    first, second = solved(Problem(FOURTEEN, texts, names=("Testa Support AG",), client_share=0.4)).guesses
    assert first == second


def test_keeps_a_name_that_is_a_word_of_the_trade():
    named, plain = (
        solved(Problem(FOURTEEN, ("Review homepage",), names=names, client_share=0.4)).guesses[0]
        for names in (("Review",), ())
    )
    assert named == plain


def test_a_text_that_is_only_a_name_stays_unsorted():
    assert solved(Problem(FOURTEEN, ("Zuckerwerk GmbH",), names=("Zuckerwerk GmbH",))).guesses[0].line == ""


def test_a_renamed_catalogue_sorts_by_its_keys(model):
    renamed = tuple(Line(line.key, line.family, f"Linie {number}") for number, line in enumerate(FOURTEEN))
    result = solved(Problem(renamed, ("Regression test before the release",)), model)
    assert result.guesses[0].line == "qa"


def test_a_new_line_is_found_by_its_name_before_anybody_has_corrected(model):
    wider = (*FOURTEEN, Line("beekeeping", "PROJECT", "Beekeeping", "Honey, hives and bees"))
    assert solved(Problem(wider, ("Harvested honey from the hives",)), model).guesses[0].line == "beekeeping"


def test_a_line_split_from_another_shares_its_phrases(model):
    parted = (
        *(line for line in FOURTEEN if line.key != "qa"),
        Line("testing", "PROJECT", "Functional tests", split_from="qa"),
        Line("access", "PROJECT", "Accessibility", "Screen readers, contrast, WCAG", split_from="qa"),
    )
    found = [
        g.line
        for g in solved(Problem(parted, ("Functional test of checkout", "Screen reader, WCAG contrast")), model).guesses
    ]
    assert found == ["testing", "access"]


def test_a_line_moved_to_the_other_family_takes_its_phrases_along():
    moved = tuple(Line(line.key, "CLIENT" if line.key == "scope" else line.family, line.name) for line in FOURTEEN)
    guess = solved(Problem(moved, ("Change request, hours estimated",))).guesses[0]
    assert (guess.line, guess.family) == ("scope", "CLIENT")


@pytest.mark.parametrize("family", ["CLIENT", "PROJECT"])
def test_a_catalogue_of_one_family_works(family):
    some = tuple(line for line in FOURTEEN if line.family == family)
    result = solved(Problem(some, ("call", "test"), examples=(Example("1", "ring", some[0].key),)))
    assert {guess.family_confidence for guess in result.guesses} == {1.0}


def test_a_catalogue_of_one_line_has_no_alternatives():
    assert solved(Problem(FOURTEEN[:1], ("call",))).guesses[0].alternatives == ()


def test_the_mix_of_a_long_list_moves_its_doubtful_entries(sorter):
    doubtful = "Hartmann homepage"
    among_calls = sorter.sort([f"{word} call {number}" for number in range(300) for word in ("Phone",)] + [doubtful])
    tests = [f"Testing page {chr(97 + number % 26)}" for number in range(300)]
    among_tests = sorter.sort([*tests, doubtful])
    assert among_calls.client_share > 0.6 > 0.3 > among_tests.client_share

    def client(guess):
        return guess.family_confidence if guess.family == "CLIENT" else 1 - guess.family_confidence

    assert client(among_calls.guesses[-1]) > client(among_tests.guesses[-1])


def test_a_short_list_hardly_moves_the_mix(sorter):
    assert sorter.sort(["Phone call"]).client_share == pytest.approx(sorter.learned_share(), abs=0.02)


@pytest.mark.parametrize(
    ("broken", "sentence"),
    [
        ({"lines": ()}, "no lines"),
        ({"lines": (FOURTEEN[0], FOURTEEN[0])}, "Two lines have the key “real-time”"),
        ({"lines": (Line("x", "OTHER", "X"),)}, "family “OTHER”"),
        ({"lines": (Line("", "CLIENT", "X"),)}, "has no key"),
        ({"lines": FOURTEEN, "examples": (Example("1", "a", "gone"),)}, "“gone”, which is not in the catalogue"),
        ({"lines": FOURTEEN, "examples": (Example("1", "a", "qa"), Example("1", "b", "qa"))}, "id “1”"),
        ({"lines": FOURTEEN, "client_share": 1.5}, "lies between 0 and 1"),
    ],
)
def test_refuses_a_problem_that_contradicts_itself(broken, sentence):
    with pytest.raises(BadProblem, match=sentence):
        Problem(**broken)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(st.text(max_size=60), max_size=6))
def test_any_text_at_all_gets_an_answer_that_holds(texts, sorter):
    problem = Problem(FOURTEEN, tuple(texts))
    assert faults(problem, sorter.sort(problem.texts)) == []


def test_says_in_a_sentence_why(model):
    lines = {line.key: line for line in FOURTEEN}
    sure, empty = solved(Problem(FOURTEEN, ("QA round 2 on checkout", "")), model).guesses
    assert reason(sure, lines).startswith("Sounds like “Testing and QA”")
    assert "“QA round 2 on checkout”" in reason(sure, lines)
    assert reason(empty, lines) == "There are no words to go by."


def test_no_phrase_is_repeated_and_each_line_has_a_hundred_at_least():
    from twinhelm.sorting.seeds import seeds

    texts = [seed.text.casefold() for seed in seeds()]
    assert len(texts) == len(set(texts))
    counts = {key: len(list(group)) for key, group in itertools.groupby(seeds(), key=lambda seed: seed.line)}
    assert set(counts) == {line.key for line in FOURTEEN}
    assert min(counts.values()) >= 80


@pytest.mark.parametrize("text", ["Plonk", "Brumble quist", "Xyzzy"])
def test_nothing_speaks_for_a_text_of_which_no_word_was_ever_met(text, sorter):
    (guess,) = sorter.sort([text]).guesses
    assert guess.examples == ()


def test_a_corrected_word_speaks_from_then_on(sorter):
    taught = sorter.relearned((Example("c1", "Plonk review", "qa"),))
    (guess,) = taught.sort(["Plonk"]).guesses
    assert [spoken.id for spoken in guess.examples][:1] == ["c1"]
