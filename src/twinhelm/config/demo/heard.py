"""What the clients of Northlight were told, and what they said to it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from twinhelm.clients.choices import AddressKind
from twinhelm.clients.models import Contact, ContactAddress
from twinhelm.config.demo.book import Book
from twinhelm.config.demo.change import ALDER
from twinhelm.config.demo.moved import Way
from twinhelm.people.models import Member
from twinhelm.transition.choices import EducationState, LetterState, Step
from twinhelm.transition.models import Acknowledgement, Education, EducationLetter, EducationTemplate, Worry
from twinhelm.transition.queries.ready_texts import ready_texts

WORRIED, WORRY = (
    "Fjord Hotels",
    (
        "Jonas knew without asking which of our houses closes in winter. Who knows that now, when something breaks on a Sunday?"
    ),
)
SETTLED = "Rang her the same day. The nine houses and their seasons stand in the profile now, and Jonas stays in copy."
IN_A_CALL = 7
"""Every so many said it in a call, not on their page."""
NOTES = ("Lead with what gets easier for them.", "Say in the first line that nothing stops.", "", "Shorter, then good.")


def write(book: Book, ways: Sequence[Way], members: Mapping[str, Member], at: datetime) -> None:
    texts = ready_texts()
    templates = EducationTemplate.objects.bulk_create(
        EducationTemplate(**one, language="en", made_by=members["oda"], made_at=at - timedelta(weeks=34))
        for one in texts
    )
    told = [way for way in ways if way.transition.account and (Step.BRIEF in way.left)]
    educations = Education.objects.bulk_create(
        education_of(way, templates[number % 2], members, number, at) for number, way in enumerate(told)
    )
    emails = ContactAddress.objects.filter(kind=AddressKind.EMAIL)
    addresses = dict(emails.values_list("contact_id", "value"))
    letters: list[EducationLetter] = []
    seen: list[Acknowledgement] = []
    for number, (way, education) in enumerate(zip(told, educations, strict=True)):
        people = book.contacts[way.led.client.name][:2]
        letters += letters_of(education, people, addresses)
        if way.left.get(Step.TELL):
            seen += list(acknowledged(way, education, people, number))
    EducationLetter.objects.bulk_create(letters)
    Acknowledgement.objects.bulk_create(seen)
    write_worry(book, told)


def education_of(
    way: Way, template: EducationTemplate, members: Mapping[str, Member], number: int, at: datetime
) -> Education:
    """Alder's was read yesterday and leaves this afternoon; whoever is past the telling got theirs."""
    began = way.left[Step.BRIEF]
    adapted_at = began + timedelta(hours=5)
    sent_at = began + timedelta(days=1, hours=3) if Step.TELL in way.left else None
    texts = {name: getattr(template, name) for name in ("subject", "reason", "benefit", "way_forward")}
    is_read = sent_at is not None or way.led.client.name == ALDER
    reader = members["oda"] if number % 3 else members["mirela" if way.led.account != "mirela" else "ana"]
    return Education(
        transition=way.transition,
        template=template,
        state=EducationState.SENT if sent_at else EducationState.READ if is_read else EducationState.TO_READ,
        **texts,
        begun_with=texts,
        as_read=texts if is_read else {},
        adapted_by=way.transition.account,
        adapted_at=adapted_at,
        reader=reader,
        read_at=min(adapted_at + timedelta(hours=18), at) if is_read else None,
        read_note=NOTES[number % len(NOTES)] if is_read else "",
        send_at=sent_at,
        planned_by=way.transition.account if sent_at else None,
        sent_at=sent_at,
        version=5 if sent_at else 3,
    )


def letters_of(
    education: Education, people: Sequence[Contact], addresses: Mapping[int, str]
) -> Iterator[EducationLetter]:
    for contact in people:
        yield EducationLetter(
            education=education,
            contact=contact,
            address=addresses[contact.pk] if education.sent_at else "",
            state=LetterState.SENT if education.sent_at else LetterState.PLANNED,
            posted_at=education.sent_at,
            postings=1 if education.sent_at else 0,
        )


def acknowledged(way: Way, education: Education, people: Sequence[Contact], number: int) -> Iterator[Acknowledgement]:
    """The first contact does; a few said so in a call, and now and then nobody objected."""
    if number % 9 == 5 or education.sent_at is None:
        return
    by = way.transition.account if number % IN_A_CALL == 3 else None
    at = min(education.sent_at + timedelta(hours=3 + 9 * (number % 8)), way.left[Step.TELL])
    words = ("", "Good to know whom to ring.", "", "About time. Say hello to both.")[number % 4]
    yield Acknowledgement(transition=way.transition, contact=people[0], at=at, by=by, words=words)


def write_worry(book: Book, told: Sequence[Way]) -> None:
    """One, and it was settled."""
    way = next(one for one in told if one.led.client.name == WORRIED)
    raised = way.left[Step.BRIEF] + timedelta(days=2)
    Worry.objects.create(
        transition=way.transition, contact=book.contacts[WORRIED][0], text=WORRY, at=raised, key="told-in-spring",
        settled_by=way.transition.account, settled_at=raised + timedelta(hours=7), settled_how=SETTLED,
    )  # fmt: skip
