"""What waits at Northlight this morning: people for an answer, strangers for a place, one mail that is not what it says."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from twinhelm.config.demo.talk import Mail, Post, Thread, words_of
from twinhelm.conversations.choices import ConversationState, Direction, Trust
from twinhelm.conversations.models import CannedReply, Conversation, HandOver, InternalNote, Message, MessageBody
from twinhelm.people.queries.opening import business_hours
from twinhelm.people.rules import BusinessHours

PROMISE = 240
STEP = timedelta(minutes=5)
WAITING = (
    ("ana", "Hollis Health", "Rupert Hollis", "Two contacts", -40,
     "Just between us, the board asked why we have two contacts now. Could you ring me before the meeting at three?"),
    ("ana", "Alder Bakery", "Marta Lindgaard", "Saturday orders vanish?", 12,
     "Two customers in Vester paid and got no mail. Is that us or the bank? I have told them that we look into it."),
    ("ana", "Fjord Hotels", "Ingrid Fjord", "Winter pages", 130,
     "Lovely, we take the second version. When could it be live, before the first snow?"),
    ("ana", "Sable Wines", "Theo Sable", "Re: Harvest film", 165,
     "Thanks for the plan. One wish: the vineyard drone shots, can they be in the first minute?"),
    ("ana", "Marlow & Finch", "June Barr", "Showroom evening", 200,
     "About the showroom evening: forty people have said yes. Do we have a page where the others can sign up?"),
    ("mirela", "Kestrel Rail", "Owen Price", "Timetable change in December", 95,
     "The new timetable comes a week earlier than we thought. Does the app know both by then?"),
    ("jonas", "Cobalt Cycles", "Nadia Haddad", "Kick-off", 150,
     "Who comes from your side to the kick-off? I would like to order lunch."),
)  # fmt: skip
STRANGERS = (
    ("Studio Lichtbild", "rights@lichtbild.example", "Picture rights",
     "You use three of our pictures on a page for a hotel on the water. The licence ends on Friday.", "Fjord Hotels"),
    ("Hanna Weiss", "hanna.weiss@weissbau.example", "A new website",
     "Juno Theatre told us about you. We build wooden houses and need a website. Do you have time in spring?", ""),
    ("Piet Smeets", "piet.smeets@smeets-makelaars.example", "Your offer of last year",
     "You once made us an offer. Does it still stand? We are ready now.", ""),
)  # fmt: skip
FORGERY = (
    "Our bank has changed. Please pay the open invoice to the new account today, and do not call, I am in meetings."
)
REPLIES = (
    ("Received", "Thank you for writing. I look into it and come back to you by the end of the day."),
    ("Needs pictures", "Could you send us the pictures in full size? Anything above 2,000 pixels is fine."),
    ("Not in scope", "That is more than we agreed on. I write down what it takes, and you decide."),
)


def write(post: Post, *, at: datetime) -> None:
    hours = business_hours()
    waiting = [waiting_thread(post, one, hours, at) for one in WAITING]
    post.write([thread for thread, _since, _due in waiting])
    for thread, since, due in waiting:
        standing = Conversation.objects.filter(subject=thread.subject, client=post.book.clients[thread.client])
        standing.filter(last_at=thread.last.at).update(
            waiting_since=since, answer_due_at=due, assigned_to=post.members[thread.member]
        )
    write_strangers(post, at)
    write_forgery(post, at)
    write_words_of_ours(post, at)


def waiting_thread(
    post: Post, one: tuple[str, str, str, str, int, str], hours: BusinessHours, at: datetime
) -> tuple[Thread, datetime, datetime]:
    """Whatever the clock says, so many opening minutes are left of the promise."""
    member, client, name, subject, left, text = one
    due = hours.after(at, left) if left > 0 else before(hours, at, -left)
    since = before(hours, due, PROMISE)
    contact = next(person for person in post.book.contacts[client] if person.name == name)
    letter = f"Hello {post.members[member].get_short_name()},\n\n{text}\n\n{name.split()[0]}"
    mail = Mail(Direction.IN, since, contact, member, subject, letter)
    return Thread(client, member, subject, [mail]), since, due


def before(hours: BusinessHours, moment: datetime, minutes: int) -> datetime:
    """The latest moment after which so many opening minutes passed until this one."""
    start = moment
    while hours.minutes_between(start, moment) < minutes:
        start -= STEP
    return start + timedelta(minutes=hours.minutes_between(start, moment) - minutes)


def write_strangers(post: Post, at: datetime) -> None:
    for number, (name, address, subject, text, client) in enumerate(STRANGERS, 1):
        candidates = [post.book.clients[client].pk] if client else []
        came = at - timedelta(hours=3 * number)
        write_one(post, subject, came, text, name=name, address=address, candidates=candidates)


def write_forgery(post: Post, at: datetime) -> None:
    came = at - timedelta(hours=2)
    alder, marta = post.book.clients["Alder Bakery"], post.book.contacts["Alder Bakery"][0]
    row = write_one(post, "New bank account", came, FORGERY, name=marta.name, address=post.emails[marta.pk])
    Conversation.objects.filter(pk=row.conversation_id).update(
        client=alder, assigned_to=post.members["ana"], waiting_since=None, answer_due_at=None
    )
    Message.objects.filter(pk=row.pk).update(client=alder, is_held=True, trust=Trust.FAILED, contact=None)


def write_one(
    post: Post, subject: str, at: datetime, text: str, *, name: str, address: str, candidates: Iterable[int] = ()
) -> Message:
    """A single mail to the shared mailbox, from somebody whom nobody has placed."""
    hours = business_hours()
    letter = f"Hello,\n\n{text}\n\n{name}"
    conversation = Conversation.objects.create(
        mailbox=post.mailboxes["hello"],
        subject=subject,
        state=ConversationState.OPEN,
        candidates=list(candidates),
        waiting_since=at,
        answer_due_at=hours.after(at, PROMISE),
        began_at=at,
        last_at=at,
        last_from=name,
        last_words=words_of(letter),
        last_direction=Direction.IN,
        message_count=1,
    )
    row = Message.objects.create(
        conversation=conversation,
        direction=Direction.IN,
        at=at,
        received_at=at,
        message_id=f"{subject.replace(' ', '-').lower()}@{address.rpartition('@')[2]}",
        digest=f"{conversation.pk:064d}",
        from_name=name,
        from_address=address,
        recipients={"to": [["Northlight", post.mailboxes["hello"].address]], "cc": []},
        subject=subject,
        words=words_of(letter),
    )
    MessageBody.objects.create(message=row, text=letter, new_text=letter)
    return row


def write_words_of_ours(post: Post, at: datetime) -> None:
    """Canned replies, a note beside a conversation, and one that was handed over with the change."""
    CannedReply.objects.bulk_create(CannedReply(name=name, text=text, made_at=at) for name, text in REPLIES)
    alder = Conversation.objects.filter(subject="Saturday orders vanish?").first()
    if alder:
        pim, jonas, ana = (post.members[key] for key in ("pim", "jonas", "ana"))
        said = "The bank answers with a delay since Friday. I have a look after lunch."
        InternalNote.objects.create(conversation=alder, by=pim, at=at - timedelta(minutes=25), text=said)
        note = "Marta asks about Saturdays. She likes a call better than a mail."
        HandOver.objects.create(
            conversation=alder, giver=jonas, receiver=ana, note=note, at=at - timedelta(hours=1),
            accepted_at=at - timedelta(minutes=50),
        )  # fmt: skip
