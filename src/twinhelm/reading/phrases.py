"""Every kind of problem, what it does to an import, and the words for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Effect(StrEnum):
    """What a problem does to the import."""

    FILE_REFUSED = "file refused"
    """Store nothing of this file."""
    LEFT_OUT = "left out"
    """This row, event or message can't be read."""
    SKIPPED = "skipped"
    """Understood, and not work to count: a cancelled meeting, a total, a newsletter."""
    NOTED = "noted"
    """Read, under an assumption worth saying."""


class Code(StrEnum):
    """One kind of problem; a page groups problems by it."""

    EMPTY = "empty"
    HEADER_ONLY = "header only"
    TOO_BIG = "too big"
    TOO_MANY_ROWS = "too many rows"
    TOO_MANY_COLUMNS = "too many columns"
    BINARY = "binary"
    WRONG_KIND = "wrong kind"
    UNPACKS_TOO_BIG = "unpacks too big"
    BROKEN_SPREADSHEET = "broken spreadsheet"
    MIXED_SEPARATORS = "mixed separators"
    SEPARATOR_CHOSEN = "separator chosen"
    ENCODING_GUESSED = "encoding guessed"
    UNKNOWN_ENCODING = "unknown encoding"
    BYTES_REPAIRED = "bytes repaired"
    ODD_CHARACTERS = "odd characters"
    DUPLICATE_HEADER = "duplicate header"
    NO_TEXT_COLUMN = "no text column"
    MISSING_COLUMN = "missing column"
    LIST_TOO_LONG = "list too long"
    CUT_IN_QUOTES = "cut in quotes"
    CUT_IN_ROW = "cut in row"
    CELL_TOO_LONG = "cell too long"
    TOO_FEW_CELLS = "too few cells"
    TOO_MANY_CELLS = "too many cells"
    TOTAL_ROW = "total row"
    NO_WORDS = "no words"
    BAD_DATE = "bad date"
    IMPOSSIBLE_DATE = "impossible date"
    DATE_IN_OTHER_ORDER = "date in other order"
    BAD_TIME = "bad time"
    BAD_DURATION = "bad duration"
    NEGATIVE_DURATION = "negative duration"
    LONGER_THAN_A_DAY = "longer than a day"
    ENDS_BEFORE_START = "ends before start"
    STILL_RUNNING = "still running"
    BAD_LOGGED_WORK = "bad logged work"
    NOT_TRELLO = "not trello"
    ABSURD_JSON = "absurd json"
    BROKEN_JSON = "broken json"
    CUT_JSON = "cut json"
    BROKEN_CARD = "broken card"
    NO_EVENTS = "no events"
    CUT_CALENDAR = "cut calendar"
    BROKEN_EVENT = "broken event"
    TOO_MANY_REPEATS = "too many repeats"
    UNUSUAL_REPEAT = "unusual repeat"
    CANCELLED_EVENT = "cancelled event"
    DECLINED_EVENT = "declined event"
    FREE_EVENT = "free event"
    UNKNOWN_ZONE = "unknown zone"
    OUTSIDE_WINDOW = "outside window"
    SEEN_ALREADY = "seen already"
    NOT_A_MAILBOX = "not a mailbox"
    BROKEN_MESSAGE = "broken message"
    HEADERS_TOO_LONG = "headers too long"
    MESSAGE_WITHOUT_DATE = "message without date"
    AUTOMATIC_MESSAGE = "automatic message"
    LINE_TOO_LONG = "line too long"
    NOT_TASKS = "not tasks"
    BROKEN_TASKS = "broken tasks"
    CUT_TASKS = "cut tasks"
    TOO_MANY_TASKS = "too many tasks"
    NO_TITLE = "no title"
    TITLE_TOO_LONG = "title too long"


@dataclass(frozen=True, slots=True)
class Phrase:
    """The words for one code; `%(name)s` marks a parameter."""

    effect: Effect
    what: str
    """What is wrong, and why."""
    advice: str
    """What to do; may be empty."""


def _(words: str) -> str:
    """Marks words for translation; whoever shows the sentence translates them."""
    return words


def _refused(what: str, advice: str) -> Phrase:
    return Phrase(Effect.FILE_REFUSED, what, advice)


def _left_out(what: str, advice: str = "") -> Phrase:
    return Phrase(Effect.LEFT_OUT, what, advice or _("Correct it in the file, or leave the row out."))


def _skipped(what: str, advice: str = "") -> Phrase:
    return Phrase(Effect.SKIPPED, what, advice)


def _noted(what: str, advice: str = "") -> Phrase:
    return Phrase(Effect.NOTED, what, advice)


PHRASES: Mapping[Code, Phrase] = {
    Code.EMPTY: _refused(
        _("There is nothing in it."),
        _("Export it again and check that the period has entries."),
    ),
    Code.HEADER_ONLY: _refused(
        _("There is a header but no row below it."),
        _("Choose a period that has entries and export it again."),
    ),
    Code.TOO_BIG: _refused(
        _("The file has %(megabytes)s MB; up to %(limit)s MB can be read."),
        _("Export shorter periods and import them one after the other."),
    ),
    Code.TOO_MANY_ROWS: _refused(
        _("There are more than %(limit)s rows."),
        _("Export shorter periods and import them one after the other."),
    ),
    Code.TOO_MANY_COLUMNS: _refused(
        _("The header has more than %(limit)s columns."),
        _("Export only the columns that say who did what, when and for how long."),
    ),
    Code.BINARY: _refused(
        _("This is not text: the bytes do not form lines that a table or a mailbox would have."),
        _("Export as CSV, XLSX, JSON, ICS or mbox and import that file."),
    ),
    Code.WRONG_KIND: _refused(
        _("The content is %(kind)s, whatever the file's name says."),
        _("Export as CSV, XLSX, JSON, ICS or mbox and import that file."),
    ),
    Code.UNPACKS_TOO_BIG: _refused(
        _("The spreadsheet would unpack to %(megabytes)s MB; up to %(limit)s MB can be read."),
        _("Save the sheet as CSV and import that file."),
    ),
    Code.BROKEN_SPREADSHEET: _refused(
        _("The spreadsheet can't be opened; it is damaged, cut or protected by a password."),
        _("Open it in a spreadsheet program, save the sheet as CSV and import that file."),
    ),
    Code.MIXED_SEPARATORS: _refused(
        _("The cells are separated by different signs: %(found)s. Which one is meant can't be told."),
        _("Choose the separator yourself, or export again with one separator."),
    ),
    Code.SEPARATOR_CHOSEN: _noted(
        _("Both %(chosen)s and %(other)s could separate the cells. Taken: %(chosen)s, because %(why)s."),
        _("Choose the other one if the columns look wrong."),
    ),
    Code.ENCODING_GUESSED: _noted(
        _("The letters are not stored as UTF-8. They were read as %(encoding)s, for example “%(sample)s”."),
        _("Choose another encoding if the letters look wrong."),
    ),
    Code.UNKNOWN_ENCODING: _refused(
        _("There is no encoding called “%(encoding)s”."),
        _("Choose one from the list."),
    ),
    Code.BYTES_REPAIRED: _noted(
        _("“%(value)s” has letters that are not UTF-8 as in the rest of the file; they were read as Windows-1252."),
    ),
    Code.ODD_CHARACTERS: _noted(_("Invisible control characters were taken out of “%(value)s”.")),
    Code.DUPLICATE_HEADER: _noted(
        _("The header has “%(name)s” more than once; the columns are told apart by a number."),
    ),
    Code.NO_TEXT_COLUMN: _refused(
        _("No column was found that says what was done."),
        _("Choose the column with the words, for example the description."),
    ),
    Code.MISSING_COLUMN: _refused(
        _("No column is called “%(wanted)s”. The first row has to name the columns; here it says: %(found)s."),
        _("Put the names into the first row and bring the file in again."),
    ),
    Code.LIST_TOO_LONG: _refused(
        _("There are more than %(limit)s rows."),
        _("Split the file and bring in one part after the other."),
    ),
    Code.CUT_IN_QUOTES: _refused(
        _("A quoted cell begins here and never ends, so the rest of the file can't be told apart. It may be cut off."),
        _("Export it again and import the whole file."),
    ),
    Code.CUT_IN_ROW: _refused(
        _("The file ends in the middle of a row: %(found)s of %(expected)s cells. It looks cut off."),
        _("Export it again and import the whole file."),
    ),
    Code.CELL_TOO_LONG: _left_out(
        _("A cell has more than %(limit)s characters; no line of work is that long."),
        _("Shorten it in the file, or leave the row out."),
    ),
    Code.TOO_FEW_CELLS: _left_out(
        _("The row has %(found)s cells, the header has %(expected)s, so cells may stand in the wrong column."),
    ),
    Code.TOO_MANY_CELLS: _left_out(
        _(
            "The row has %(found)s cells, the header has %(expected)s. A separator inside a cell without quotes"
            " would do that."
        ),
        _("Put quotes around that cell, or leave the row out."),
    ),
    Code.TOTAL_ROW: _skipped(_("This is a line of totals, not work.")),
    Code.NO_WORDS: _left_out(_("The row says neither what was done nor for whom.")),
    Code.BAD_DATE: _left_out(_("“%(value)s” is not a date.")),
    Code.IMPOSSIBLE_DATE: _left_out(
        _("“%(value)s” would be in the year %(year)s; work between %(first)s and %(last)s can be read."),
    ),
    Code.DATE_IN_OTHER_ORDER: _left_out(
        _("“%(value)s” is no date when read %(order)s, as the other dates of the file are."),
        _("Check which order the file uses, or correct this row."),
    ),
    Code.BAD_TIME: _left_out(_("“%(value)s” is not a time of day.")),
    Code.BAD_DURATION: _left_out(
        _("“%(value)s” is not a duration such as 1:30, 1.5 or 1h 30m."),
    ),
    Code.NEGATIVE_DURATION: _left_out(_("“%(value)s” is less than no time.")),
    Code.LONGER_THAN_A_DAY: _left_out(
        _("“%(value)s” is more than 24 hours for one entry. A timer may have been left running."),
    ),
    Code.ENDS_BEFORE_START: _left_out(_("The entry ends at %(ended)s, before it starts at %(started)s.")),
    Code.STILL_RUNNING: _left_out(
        _("The timer was still running when the file was exported."),
        _("Stop it and export again, or leave the row out."),
    ),
    Code.BAD_LOGGED_WORK: _left_out(
        _("“%(value)s” is not logged work as Jira writes it: comment;date;person;seconds."),
    ),
    Code.NOT_TRELLO: _refused(
        _("The file is JSON, but not a Trello board: it has no list of cards."),
        _("In Trello choose Print, export and share, then Export as JSON."),
    ),
    Code.ABSURD_JSON: _refused(
        _("The JSON is nested deeper, or has a longer text, than any Trello board."),
        _("In Trello choose Print, export and share, then Export as JSON."),
    ),
    Code.BROKEN_JSON: _refused(
        _("The JSON can't be read after card %(card)s: %(reason)s."),
        _("Export the board again."),
    ),
    Code.CUT_JSON: _refused(
        _("The file ends in the middle, after card %(card)s. It looks cut off."),
        _("Export the board again and import the whole file."),
    ),
    Code.BROKEN_CARD: _left_out(_("Card %(card)s is not as Trello writes cards: %(reason)s.")),
    Code.NO_EVENTS: _refused(
        _("The calendar has no events."),
        _("Export a calendar or a period that has events."),
    ),
    Code.CUT_CALENDAR: _refused(
        _("The file ends in the middle of an event. It looks cut off."),
        _("Export the calendar again and import the whole file."),
    ),
    Code.BROKEN_EVENT: _left_out(
        _("The event “%(event)s” can't be read: %(reason)s."),
        _("Correct it in the calendar, or leave it out."),
    ),
    Code.TOO_MANY_REPEATS: _left_out(
        _("The event “%(event)s” repeats more than %(limit)s times in the period; no calendar of people does that."),
        _("End the series in the calendar, or leave it out."),
    ),
    Code.UNUSUAL_REPEAT: _left_out(
        _("The event “%(event)s” repeats by a rule that calendars of people do not use: %(rule)s."),
        _("Simplify the series in the calendar, or leave it out."),
    ),
    Code.CANCELLED_EVENT: _skipped(_("The event “%(event)s” was cancelled.")),
    Code.DECLINED_EVENT: _skipped(_("The event “%(event)s” was declined.")),
    Code.FREE_EVENT: _skipped(_("The event “%(event)s” is shown as free or out of office, so it is not work.")),
    Code.UNKNOWN_ZONE: _noted(
        _("The event “%(event)s” is in the time zone “%(zone)s”, which is not known; %(assumed)s was taken."),
    ),
    Code.OUTSIDE_WINDOW: _skipped(
        _("%(count)s events lie outside %(first)s to %(last)s and were not read."),
        _("Choose a longer period to read them too."),
    ),
    Code.SEEN_ALREADY: _skipped(_("“%(value)s” is in the file more than once.")),
    Code.NOT_A_MAILBOX: _refused(
        _("The file does not begin as a mailbox does, with a line “From …”."),
        _("Export the folder as mbox, or single messages as EML."),
    ),
    Code.BROKEN_MESSAGE: _left_out(
        _("The message can't be read: %(reason)s."),
        _("The other messages are read; leave this one out."),
    ),
    Code.HEADERS_TOO_LONG: _noted(
        _("The message “%(value)s” has headers of more than %(limit)s KB; the rest of them was not read."),
    ),
    Code.MESSAGE_WITHOUT_DATE: _left_out(
        _("The message “%(value)s” has no date that can be read."),
        _("The other messages are read; leave this one out."),
    ),
    Code.AUTOMATIC_MESSAGE: _skipped(
        _("“%(value)s” was sent by a machine or to a mailing list, so nobody worked on it."),
    ),
    Code.LINE_TOO_LONG: _left_out(
        _("The line has more than %(limit)s characters; no line of work is that long."),
        _("Shorten it, or leave it out."),
    ),
    Code.NOT_TASKS: _refused(
        _("The file is JSON, but neither a board of Trello nor tasks of Asana."),
        _("In Trello choose Print, export and share, then Export as JSON; in Asana Export, then JSON."),
    ),
    Code.BROKEN_TASKS: _refused(_("The JSON can't be read: %(reason)s."), _("Export it again.")),
    Code.CUT_TASKS: _refused(
        _("The file ends in the middle. It looks cut off."),
        _("Export it again and bring in the whole file."),
    ),
    Code.TOO_MANY_TASKS: _refused(
        _("There are more than %(limit)s values in the JSON, which is more than can be read at once."),
        _("Archive what is long done over there, or export one project after the other."),
    ),
    Code.NO_TITLE: _left_out(_("There is no title, so nobody would know what is to be done.")),
    Code.TITLE_TOO_LONG: _left_out(
        _("The title has %(length)s characters; up to %(limit)s fit: “%(value)s”."),
        _("Shorten it there and put the rest into the description."),
    ),
}
