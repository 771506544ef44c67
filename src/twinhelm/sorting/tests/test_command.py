"""`twinhelm sort`: rows in, the same rows with their responsibility out."""

import csv
import subprocess
import sys
from pathlib import Path

import pytest

from twinhelm.sorting.command import BadTable, main, sort_file

HEAD = ["family", "responsibility", "confidence", "family_confidence", "alternatives"]


def sorted_rows(tmp_path, content, **options):
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_bytes(content if isinstance(content, bytes) else content.encode())
    said = sort_file(source, target, model="light", **options)
    with target.open(encoding="utf-8", newline="") as file:
        return said, list(csv.reader(file))


def refused(tmp_path, content, **options):
    with pytest.raises(BadTable) as problem:
        sorted_rows(tmp_path, content, **options)
    assert not (tmp_path / "out.csv").exists()
    return str(problem.value)


def test_keeps_rows_columns_and_order(tmp_path):
    said, rows = sorted_rows(tmp_path, "hours,text,who\n1.5,Phone call,Ana\n2,QA on checkout,Pim\n")
    assert said == "2 rows sorted with the light model into out.csv."
    assert rows[0] == ["hours", "text", "who", *HEAD]
    assert [row[:5] for row in rows[1:]] == [
        ["1.5", "Phone call", "Ana", "CLIENT", "real-time"],
        ["2", "QA on checkout", "Pim", "PROJECT", "qa"],
    ]
    assert all(0 <= float(row[5]) <= float(row[6]) <= 1 for row in rows[1:])
    assert [len(row[7].split("; ")) for row in rows[1:]] == [2, 2]


def test_overwrites_answers_of_an_earlier_run_instead_of_repeating_the_columns(tmp_path):
    _, rows = sorted_rows(tmp_path, "text,family,responsibility\nPhone call,PROJECT,qa\n")
    assert rows[0] == ["text", *HEAD]
    assert rows[1][1:3] == ["CLIENT", "real-time"]


def test_an_empty_text_gets_an_empty_answer_that_is_counted(tmp_path):
    said, rows = sorted_rows(tmp_path, 'text\nPhone call\n""\n123\n')
    assert "2 had no words to go by and stayed empty." in said
    assert [row[1:] for row in rows[2:]] == [[""] * 5, [""] * 5]


@pytest.mark.parametrize(
    "content",
    [
        "\ufefftext\nPhone call\n",
        "text;hours\r\nPhone call;1\r\n",
        "TEXT\thours\nPhone call\t1\n",
        "text\nPhone call\n".encode("utf-16"),
    ],
)
def test_reads_what_spreadsheets_write(content, tmp_path):
    _, rows = sorted_rows(tmp_path, content)
    assert "real-time" in rows[1]


def test_a_cell_may_hold_line_breaks_and_separators(tmp_path):
    _, rows = sorted_rows(tmp_path, 'text,who\n"Phone call,\nthen ""mail""",Ana\n')
    assert rows[1][:2] == ['Phone call,\nthen "mail"', "Ana"]


def test_never_writes_a_live_formula(tmp_path):
    _, rows = sorted_rows(tmp_path, 'text,hours\n"=HYPERLINK(""x"") call",-1.5\n@call,2\n')
    assert [row[:2] for row in rows[1:]] == [['\'=HYPERLINK("x") call', "-1.5"], ["'@call", "2"]]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("note,hours\ncall,1\n", "in.csv has no column “text”; it has “note”, “hours”."),
        ("", "in.csv is empty."),
        ("\n\n", "in.csv is empty."),
        ("text\nM\u00fcller call\n".encode("latin-1"), "in.csv, line 2 is not UTF-8 text."),
        (b"PK\x03\x04\x00\x00text", "in.csv is not a text file."),
        ("text,hours\na,1\nb, c,2\n", "in.csv, row 3 has 3 cells, but the header has 2."),
        ('text\n"never ends\n', "A quoted cell never ends"),
        ('text\n"closed" too early\n', "goes on after its closing quote"),
    ],
)
def test_says_what_is_wrong_and_writes_nothing(content, sentence, tmp_path):
    assert sentence in refused(tmp_path, content)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(BadTable, match=r"gone\.csv can't be read: no such file"):
        sort_file(tmp_path / "gone.csv", tmp_path / "out.csv", model="light")


def test_a_target_that_can_not_be_written_is_named(tmp_path):
    (tmp_path / "in.csv").write_text("text\ncall\n")
    with pytest.raises(BadTable, match="can't be written"):
        sort_file(tmp_path / "in.csv", tmp_path / "none" / "out.csv", model="light")


def test_learns_from_examples_by_key_or_by_name(tmp_path):
    told = tmp_path / "told.csv"
    told.write_text("text,responsibility\nPasta evening,relationship\nOven,Configuring settings\n,qa\nx,\n")
    _, rows = sorted_rows(tmp_path, "text\nPasta evening\nOven\n", examples=told)
    assert [row[2] for row in rows[1:]] == ["relationship", "settings"]


def test_refuses_an_example_of_an_unknown_responsibility(tmp_path):
    told = tmp_path / "told.csv"
    told.write_text("text,responsibility\nPasta,cooking\n")
    assert "told.csv, row 2: “cooking” is not a responsibility" in refused(tmp_path, "text\ncall\n", examples=told)


def test_a_file_with_a_header_only_gives_a_header_only(tmp_path):
    said, rows = sorted_rows(tmp_path, "text\n")
    assert rows == [["text", *HEAD]]
    assert said.startswith("0 rows")


def test_the_console_prints_the_sentence_and_fails(tmp_path, capsys):
    (tmp_path / "in.csv").write_text("note\ncall\n")
    assert main([str(tmp_path / "in.csv"), "--out", str(tmp_path / "out.csv"), "--model", "light"]) == 1
    assert "has no column “text”" in capsys.readouterr().err


def test_the_console_command_sorts_without_a_database(tmp_path):
    (tmp_path / "in.csv").write_text("text\nPhone call\n")
    twinhelm = Path(sys.executable).parent / "twinhelm"
    command = [twinhelm, "sort", "in.csv", "--out", "out.csv", "--model", "light"]
    done = subprocess.run(command, cwd=tmp_path, env={"PATH": ""}, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "1 rows sorted with the light model into out.csv.\n"), done.stderr
    assert {path.name for path in tmp_path.iterdir()} == {"in.csv", "out.csv"}
