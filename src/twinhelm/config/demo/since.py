"""What came after: hand-overs, check-ins, the pulse, joint reviews and how the new leads find it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

from twinhelm.config.demo.book import Book
from twinhelm.config.demo.moved import STUCK, Way
from twinhelm.config.demo.weeks import ZONE
from twinhelm.foundation.clock import day_in
from twinhelm.people.models import Member
from twinhelm.transition.choices import LineState, Step
from twinhelm.transition.models import CheckIn, Confirmation, HandOverLine, JointReview, Pulse, Rating

SCORES = (4, 5, 3, 4, 4, 5, 4, 3, 4, 2, 4, 5)
SAID = {
    5: "I know whom to ask, and both answer.",
    4: "Quicker than before.",
    3: "",
    2: "I have to explain everything twice.",
}
MOODS = (4, 4, 5, 3, 4, 4)
HEARD = (
    "Misses the quick word on the phone, likes that dates hold now.",
    "Was sceptical and is not any more. Wants to meet the production lead once in person.",
    "Everything runs. Asked twice who pays the licence.",
)
AGREED = ("One call less a week, a written list instead.", "Change requests go to the account lead first.", "")
LINES = (
    ("said", "promise", "Promised: a price for the second language", "By the end of the month, in writing"),
    ("said", "likes", "How they like to work", "Short mails, and a call when it matters"),
    ("said", "access", "Where the keys to their shop lie", "In the vault, under their name; two people hold it"),
    ("said", "board", "The board meets every other Thursday", "Nothing goes out on that day"),
    ("said", "season", "What waits until the season is over", "Search, and the new photographs"),
)
QUESTION = "Which of the two price lists did we promise them: the one of March or the new one?"
OVERDUE_EVERY = 8


def write(book: Book, ways: Sequence[Way], members: Mapping[str, Member], at: datetime) -> None:
    today = day_in(ZONE, at)
    over = [way for way in ways if way.transition.handed_over_on]
    CheckIn.objects.bulk_create(one for way in over for one in check_ins(way, book, members, ways.index(way)))
    Pulse.objects.bulk_create(one for way in over for one in pulses(way, book, ways.index(way), at))
    JointReview.objects.bulk_create(one for way in over for one in joint_reviews(way, ways.index(way), today, at))
    Rating.objects.bulk_create(ratings(over))
    HandOverLine.objects.bulk_create(line for way in ways for line in lines_of(way, at))
    Confirmation.objects.bulk_create(one for way in ways for one in confirmations(way))


def check_ins(way: Way, book: Book, members: Mapping[str, Member], number: int) -> Iterator[CheckIn]:
    if Step.CHECK_IN in way.left:
        by = way.transition.former_account
        by = members["oda"] if by is None or by == way.transition.account else by
        contact = book.contacts[way.led.client.name][0]
        moment = way.left[Step.CHECK_IN] - timedelta(hours=5)
        words = HEARD[number % len(HEARD)]
        yield CheckIn(
            transition=way.transition, contact=contact, by=by, at=moment, mood=MOODS[number % len(MOODS)], words=words
        )


def pulses(way: Way, book: Book, number: int, at: datetime) -> Iterator[Pulse]:
    """A month after the hand-over, and of the first wave again before its review; one in six says nothing."""
    handed = way.left[Step.HAND_OVER]
    for turn, days in enumerate((30, 150)):
        asked = handed + timedelta(days=days, hours=turn)
        if asked > at:
            return
        score = min(5, SCORES[(number + turn) % len(SCORES)] + turn)
        contact = book.contacts[way.led.client.name][0]
        is_silent = (number + turn) % 6 == 5
        yield Pulse(
            transition=way.transition,
            contact=contact,
            asked_at=asked,
            answered_at=None if is_silent else min(at, asked + timedelta(hours=4 + number)),
            score=None if is_silent else score,
            words="" if is_silent else SAID[score],
        )
        if is_silent:
            return


def joint_reviews(way: Way, number: int, today: date, at: datetime) -> Iterator[JointReview]:
    """Every four weeks, but for a few that were forgotten lately."""
    one = way.transition
    if one.account is None or one.production is None or one.account == one.production:
        return
    last = today - timedelta(days=43 if number % OVERDUE_EVERY == 3 else 3 + 3 * (number % 7))
    for turn in range(4):
        on = last - timedelta(days=28 * turn)
        if way.led.from_on and on > way.led.from_on:
            agreed = AGREED[(number + turn) % len(AGREED)]
            yield JointReview(
                client=one.client, on=on, by=one.account, other=one.production, agreed=agreed,
                at=min(at, at - timedelta(days=(today - on).days) + timedelta(hours=1)),
            )  # fmt: skip


def ratings(over: Sequence[Way]) -> Iterator[Rating]:
    for number, way in enumerate(over):
        one = way.transition
        if one.account:
            trust = (3, 4, 4, 2, 5, 4)[number % 6]
            yield Rating(transition=one, by=one.account, at=way.left[Step.HAND_OVER] + timedelta(days=3), trust=trust)


def lines_of(way: Way, at: datetime) -> Iterator[HandOverLine]:
    """Those who are handing over now have some open; one of Pallas came back with a question and waits."""
    one = way.transition
    is_now = one.step == Step.HAND_OVER
    if not is_now and Step.HAND_OVER not in way.left:
        return
    gathered = way.left.get(Step.SHADOW, at) - timedelta(days=1)
    for number, (kind, key, title, detail) in enumerate(LINES):
        state = LineState.ACCEPTED if not is_now or number < 2 else LineState.OPEN
        if is_now and number == 2 and way.led.client.name == STUCK:
            state = LineState.ASKED
        settled = state != LineState.OPEN
        yield HandOverLine(
            transition=one,
            client=one.client,
            kind=kind,
            key=key,
            title=title,
            detail=detail,
            giver=one.former_account,
            receiver=one.account if number % 2 == 0 else one.production,
            state=state,
            question=QUESTION if state == LineState.ASKED else "",
            gathered_at=gathered,
            settled_by=one.account if settled else None,
            settled_at=min(at, gathered + timedelta(days=1, hours=number)) if settled else None,
        )


def confirmations(way: Way) -> Iterator[Confirmation]:
    """What people said for the steps that were left."""
    one = way.transition
    people = dict.fromkeys(member for member in (one.account, one.production) if member)
    if Step.BRIEF in way.left:
        at = way.left[Step.BRIEF] - timedelta(hours=20)
        for member in people:
            yield Confirmation(transition=one, step=Step.BRIEF, key="yes", member=member, by=member, at=at)
        if one.former_account and one.former_account not in people:
            yield Confirmation(transition=one, step=Step.BRIEF, key="former_knows", by=one.former_account, at=at)
    if Step.INTRODUCE in way.left and one.account:
        at = way.left[Step.INTRODUCE] - timedelta(hours=2)
        yield Confirmation(transition=one, step=Step.INTRODUCE, key="met", by=one.account, at=at)
