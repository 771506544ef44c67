"""`twinhelm match`: a problem in, a checked answer out, or a sentence."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from twinhelm.matching.command import CANT, main
from twinhelm.matching.files import own_form, own_problem
from twinhelm.matching.tests.rounds import a_problem

GAP = "2 3\n1 5 2\n4 1 9\n1 1 1\n1 1 1\n2 1\n"


def matched(tmp_path, content, *more):
    source, target = tmp_path / "round", tmp_path / "answer.json"
    source.write_bytes(content if isinstance(content, bytes) else content.encode())
    code = main([str(source), "--out", str(target), "--seconds", "1", *more])
    return code, json.loads(target.read_text()) if target.exists() else None


def refused(tmp_path, capsys, content):
    code, answer = matched(tmp_path, content)
    assert (code, answer) == (CANT, None)
    assert [path.name for path in tmp_path.iterdir()] == ["round"]
    said = capsys.readouterr()
    assert said.out == ""
    assert "Traceback" not in said.err
    return said.err.strip()


def test_reads_the_form_of_the_or_library(tmp_path, capsys):
    assert matched(tmp_path, GAP) == (0, {"agent": [0, 1, 0]})
    said = capsys.readouterr().out
    assert said.startswith("3 posts and 2 leads: cost 4, bound 4, proven to be the least possible; ")
    assert said.count("\n") == 1


def test_reads_and_writes_our_own_form(tmp_path):
    own = {
        "format": "twinhelm-matching/1",
        "posts": ["Alder Bakery, account", "Alder Bakery, production"],
        "leads": ["Ana", "Pim"],
        "cost": [[1, 3], [1, 2]],
        "load": [100, 80],
        "room": [200, 100],
        "pairs": [["Alder Bakery, account", "Alder Bakery, production"]],
        "bond": [[0, -4], [0, 0]],
    }
    assert matched(tmp_path, json.dumps(own)) == (
        0,
        {
            "assignments": {"Alder Bakery, account": "Ana", "Alder Bakery, production": "Pim"},
            "cost": -1,
            "bound": -1,
            "is_proven": True,
        },
    )


def test_what_is_written_in_our_own_form_is_read_back():
    problem = a_problem(
        np.random.default_rng(1), pairs=((0, 1),), bond=np.eye(3, dtype=int), apart=frozenset({(0, 2)}), evenness=2
    )
    again = own_problem(json.loads(json.dumps(own_form(problem))), "round")
    assert own_form(again) == own_form(problem)


def test_an_infeasible_round_says_which_limit_to_relax_and_by_how_much(tmp_path, capsys):
    said = refused(tmp_path, capsys, "2 3\n1 1 1\n1 1 1\n5 5 5\n5 5 5\n6 6\n")
    assert said == (
        "round has no answer. No choice of leads keeps all limits. "
        "What would help: 4 more room for “agent 0” (10 instead of 6)."
    )


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "is empty"),
        ("  \n", "is empty"),
        (bytes(range(256)), "not a whole number"),
        (GAP[:20], "ends too early"),
        (GAP + "7", "goes on after its end"),
        ("0 5", "at least one of each"),
        ("100000 100000 1", "options are matched at once"),
        ("1 1 99999999999999999999999 1 1", "beyond"),
        ("1 1 -5 1 1", "the smallest allowed is 0"),
        ("1 1 1.5 1 1", "“1.5”, not a whole number"),
        ('{"format": "twinhelm-matching/1", "posts": [', "ends too early"),
        ("{" + '"a":[' * 100_000, "JSON is broken|nests lists"),
        ('{"format": "other"}', "does not say “format”"),
        ('{"format": "twinhelm-matching/1", "posts": ["a"]}', "has no “leads”"),
        (b'{"format": "\xff"}', "not UTF-8"),
    ],
)
def test_bad_input_is_refused_in_a_sentence(tmp_path, capsys, content, said):
    import re

    assert re.search(said, refused(tmp_path, capsys, content))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"leads": []}, "There are no leads"),
        ({"posts": []}, "There are no posts"),
        ({"leads": ["Ana", "Ana"]}, "Two leads have the id “Ana”"),
        ({"cost": [[1, 2], [3]]}, "not equally long"),
        ({"cost": [[1, 2]]}, "is 1 × 2; it must be 2 × 2"),
        ({"cost": [[1, "x"], [1, 2]]}, "not a number"),
        ({"cost": [[1, float("nan")], [1, 2]]}, "NaN"),
        ({"cost": [[1, 10**30], [1, 2]]}, "beyond|not a number"),
        ({"cost": [[1, 1.5], [1, 2]]}, "only whole numbers"),
        ({"room": [1, -1]}, "“room” holds -1 at 2"),
        ({"open": [[0, 0], [1, 1]]}, "Nobody may take the post “a”"),
        ({"evenness": -1}, "The evenness is -1"),
        ({"evenness": "x"}, "The evenness is x"),
        ({"pairs": [["a", "z"]]}, "names “z”"),
        ({"pairs": [["a", "a"]]}, "paired with itself"),
        ({"apart": [["Ana", "Ana"]]}, "apart from themselves"),
        ({"aprat": []}, "Is it misspelt"),
    ],
)
def test_a_problem_that_contradicts_itself_is_refused(tmp_path, capsys, change, said):
    import re

    own = {
        "format": "twinhelm-matching/1",
        "posts": ["a", "b"],
        "leads": ["Ana", "Pim"],
        "cost": [[1, 3], [1, 2]],
        "load": [[1, 1], [1, 1]],
        "room": [2, 2],
    }
    assert re.search(said, refused(tmp_path, capsys, json.dumps(own | change)))


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--seconds", "-1"], "“-1” is not a number of seconds"),
        (["--seconds", "nan"], "“nan” is not a number of seconds"),
        (["--seed", "x"], "“x” is not a whole number"),
        (["--fast"], "Unrecognized arguments: --fast"),
    ],
)
def test_what_was_typed_wrongly_is_said_in_a_sentence(tmp_path, capsys, more, said):
    with pytest.raises(SystemExit) as end:
        matched(tmp_path, GAP, *more)
    assert end.value.code == CANT
    assert said in capsys.readouterr().err


def test_a_directory_is_neither_read_nor_written(tmp_path, capsys):
    assert main([str(tmp_path), "--out", str(tmp_path / "a.json")]) == CANT
    assert "is not a file" in capsys.readouterr().err
    (tmp_path / "round").write_text(GAP)
    assert main([str(tmp_path / "round"), "--out", str(tmp_path)]) == CANT
    assert "is a directory" in capsys.readouterr().err
    assert main([str(tmp_path / "round"), "--out", str(tmp_path / "no" / "a.json")]) == CANT
    assert "is not there" in capsys.readouterr().err


def test_the_console_command_answers_without_django_or_a_database(tmp_path):
    (tmp_path / "round").write_text(GAP)
    command = [str(Path(sys.executable).parent / "twinhelm"), "match", "round", "--seconds", "1", "--out", "a.json"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("3 posts and 2 leads: cost 4")
    assert json.loads((tmp_path / "a.json").read_text()) == {"agent": [0, 1, 0]}
