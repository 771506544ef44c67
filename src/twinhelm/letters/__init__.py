"""Mail as it travels: read within bounds, cleaned, composed, fetched.

`read` never raises whatever the bytes are; `clean` lets nothing active through; `compose` refuses what would add headers.
"""

from twinhelm.letters.box import Arrival, Box, Folder, FolderStatus, Role
from twinhelm.letters.connection import Security, Server
from twinhelm.letters.incoming import read
from twinhelm.letters.letter import Address, Attachment, Auto, LeftOut, Letter, Trust
from twinhelm.letters.mailbox_file import StoredMail, mails_in
from twinhelm.letters.markup import clean, has_remote_pictures, text_of, with_inline_pictures, with_pictures
from twinhelm.letters.outgoing import Draft, Enclosure, Invitation, compose, recipients, wire_address
from twinhelm.letters.problems import (
    Broken,
    Code,
    LetterProblem,
    NoAnswer,
    NoSuchFolder,
    NotComposed,
    NotSecure,
    NumberedAnew,
    WrongPassword,
)

__all__ = [
    "Address",
    "Arrival",
    "Attachment",
    "Auto",
    "Box",
    "Broken",
    "Code",
    "Draft",
    "Enclosure",
    "Folder",
    "FolderStatus",
    "Invitation",
    "LeftOut",
    "Letter",
    "LetterProblem",
    "NoAnswer",
    "NoSuchFolder",
    "NotComposed",
    "NotSecure",
    "NumberedAnew",
    "Role",
    "Security",
    "Server",
    "StoredMail",
    "Trust",
    "WrongPassword",
    "clean",
    "compose",
    "has_remote_pictures",
    "mails_in",
    "read",
    "recipients",
    "text_of",
    "wire_address",
    "with_inline_pictures",
    "with_pictures",
]
