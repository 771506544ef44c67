"""What WebDAV servers answer, read from XML without trusting it: no document types, so no entities; counted elements."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

MOST_ELEMENTS = 500_000
DEEPEST = 40
DAV, CALDAV, SERVER = "DAV:", "urn:ietf:params:xml:ns:caldav", "http://calendarserver.org/ns/"


class BadXml(Exception):  # noqa: N818
    """What came is not an answer in XML that is read."""


@dataclass(slots=True)
class Element:
    """`tag` is the namespace and the name, with a space between."""

    tag: str
    children: list["Element"] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    attributes: dict[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return "".join(self.pieces).strip()

    def each(self, tag: str) -> Iterator["Element"]:
        """Anywhere below, in order."""
        waiting = self.children[::-1]
        while waiting:
            one = waiting.pop()
            if one.tag == tag:
                yield one
            waiting.extend(one.children[::-1])

    def first(self, tag: str) -> "Element | None":
        return next(self.each(tag), None)

    def text_of(self, tag: str) -> str:
        found = self.first(tag)
        return found.text if found else ""


def parse(content: bytes) -> Element:
    """Raises BadXml."""
    reader = _Reader()
    try:
        reader.parser.Parse(content, True)
    except expat.ExpatError as problem:
        raise BadXml(str(problem)) from None
    return reader.root


class _Reader:
    """Builds the tree."""

    def __init__(self) -> None:
        self.root = Element("")
        self._open = [self.root]
        self._count = 0
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text

    def _refuse(self, *_declared: object) -> None:
        raise BadXml("it declares a document type")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if self._count > MOST_ELEMENTS or len(self._open) > DEEPEST:
            raise BadXml("it has more elements than are read")
        element = Element(tag, attributes=attributes)
        self._open[-1].children.append(element)
        self._open.append(element)

    def _end(self, _tag: str) -> None:
        self._open.pop()

    def _text(self, text: str) -> None:
        self._open[-1].pieces.append(text)
