"""Tables of things with known columns."""

import io

import pytest

from twinhelm.reading import Column, Unreadable, read_listing

COLUMNS = (
    Column("name", "Name|Full name", is_needed=True),
    Column("email", "Email|E-mail"),
    Column("phone", "Phone|Mobile", takes_several=True),
)


def read(text, encoding="utf-8", **limits):
    return read_listing("people.csv", io.BytesIO(text.encode(encoding)), COLUMNS, **limits)


def test_rows_come_by_column_with_the_number_that_a_spreadsheet_shows():
    listing = read("Name;E-Mail;Shoe size\r\n\r\nAna Reyes; ana@northlight.example ;39\r\n")
    row = listing.rows[0]
    assert (row.number, row.get("name"), row.get("email")) == (3, "Ana Reyes", "ana@northlight.example")
    assert listing.places == {"name": "A (Name)", "email": "B (E-Mail)"}
    assert listing.ignored == ("Shoe size",)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_the_one_that_makes_known_columns(separator):
    lines = [["Full name", "Email"], ["Zoë, the younger; or | so" if separator == "\t" else "Zoë", "zoe@x.example"]]
    listing = read("\n".join(separator.join(line) for line in lines))
    assert listing.rows[0].get("email") == "zoe@x.example"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_letters_are_read_in_the_encoding_of_the_file(encoding):
    assert read("Name\nJosé Muñoz\n", encoding).rows[0].get("name") == "José Muñoz"


def test_several_columns_may_say_the_same_when_they_are_allowed_to():
    row = read("Name,Phone,Mobile,Email,E-mail\nAna,1,2,a@x.example,b@x.example\n").rows[0]
    assert row.get("phone") == "1\n2"
    assert row.get("email") == "a@x.example"


def test_lines_above_the_header_are_passed_over():
    assert [row.get("name") for row in read("Our people\n\nName,Email\nAna,a@x.example\n").rows] == ["Ana"]


def test_a_cell_that_we_made_harmless_reads_as_it_was():
    assert read("Name\n'=1+1\n").rows[0].get("name") == "=1+1"
    assert read("Name\n'quoted'\n").rows[0].get("name") == "'quoted'"


def test_a_short_row_lacks_what_it_does_not_say():
    assert read("Name,Email\nAna\n").rows[0].get("email") == ""


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "nothing in it"),
        ("Name,Email\n", "no row below"),
        ("Vorname,Email\nAna,a@x.example\n", "No column is called “Name”"),
    ],
)
def test_a_file_that_is_no_such_table_is_refused_with_a_sentence(text, why):
    with pytest.raises(Unreadable, match=why):
        read(text)


def test_more_rows_than_one_may_bring_are_refused():
    with pytest.raises(Unreadable, match="more than 3 rows"):
        read("Name\n" + "Ana\n" * 4, most_rows=3)


def test_what_is_no_text_is_refused():
    with pytest.raises(Unreadable, match="not text"):
        read_listing("a.csv", io.BytesIO(bytes(range(256)) * 40), COLUMNS)


def test_a_row_that_is_too_long_to_be_one_is_named_and_the_next_ones_are_read():
    listing = read("Name,Email\nAna," + "x" * 200_000 + "\nPim,p@x.example\n")
    assert listing.rows[0].problem
    assert listing.rows[1].get("name") == "Pim"
