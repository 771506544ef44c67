"""What other tools export, read into plain rows.

`understand` says what a file is and what is still to be asked; `read` gives its rows of work and its problems.
`read_listing` reads tables of things whose columns the caller knows: people, clients.
"""

from twinhelm.reading.letters import ENCODINGS, Bytes
from twinhelm.reading.listing import Column, Listing, ListRow, read_listing
from twinhelm.reading.problems import Code, Effect, Problem, Unreadable, sentence
from twinhelm.reading.read import Reading, read
from twinhelm.reading.rows import Kind, WorkRow
from twinhelm.reading.understand import LARGEST_FILE, understand
from twinhelm.reading.understanding import Assumptions, DateOrder, Field, Format, Question, Understanding

__all__ = [
    "ENCODINGS",
    "LARGEST_FILE",
    "Assumptions",
    "Bytes",
    "Code",
    "Column",
    "DateOrder",
    "Effect",
    "Field",
    "Format",
    "Kind",
    "ListRow",
    "Listing",
    "Problem",
    "Question",
    "Reading",
    "Understanding",
    "Unreadable",
    "WorkRow",
    "read",
    "read_listing",
    "sentence",
    "understand",
]
