"""Measures relationships, fits and the problem of a round at 500 × 40 and 2,000 × 100: CPU of the process.

Run: TWINHELM_HOME=$(mktemp -d) .venv/bin/python benchmarks/fit.py
"""

import os
import random
import time
from datetime import timedelta

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "twinhelm.config.settings")
os.environ.setdefault("TWINHELM_SECRET_KEY", "only-for-benchmarks")

CLIENTS, LEADS, MESSAGES, ENTRIES = 2_000, 100, 200_000, 100_000
INDUSTRIES = ("Rail", "Bakery", "Health", "Retail", "Energy", "Museums", "Schools", "Law")
SKILLS = ("Shopware", "Figma", "Python", "Typo3", "Danish", "Copy")
SIZES = ((500, 40), (2_000, 100))


def fill() -> None:
    """Each client with both leads, two earlier ones, and letters and hours mostly of those who lead."""
    from django.db import connection

    from twinhelm.clients.models import Client, ClientLead
    from twinhelm.conversations.models import Conversation, Message
    from twinhelm.foundation import clock
    from twinhelm.foundation.clock import monday_of
    from twinhelm.people.choices import Role
    from twinhelm.people.models import MemberSkill
    from twinhelm.people.testing import JOINED_AT, a_member, a_skill, an_owner
    from twinhelm.projects.models import Project, TechnicalFact
    from twinhelm.responsibilities.models import Responsibility
    from twinhelm.worklog.actions.recount import recount
    from twinhelm.worklog.models import WorkEntry
    from twinhelm.worklog.testing import an_import

    now, dice, oda = clock.now(), random.Random(7), an_owner()
    roles = (Role.ACCOUNT_MANAGER, Role.PRODUCTION_MANAGER)
    leads = [a_member(f"Lead {number:03}", roles[number % 2], email=None) for number in range(LEADS)]
    skills = [a_skill(name) for name in SKILLS]
    MemberSkill.objects.bulk_create(
        MemberSkill(member=one, skill=skill, level=dice.randint(1, 5), said_at=JOINED_AT)
        for one in leads for skill in dice.sample(skills, 3)
    )  # fmt: skip
    clients = Client.objects.bulk_create(
        Client(name=f"Client {number:04}", industry=dice.choice(INDUSTRIES), language=dice.choice(("da", "en", "nl")),
               made_by=oda, made_at=now)
        for number in range(CLIENTS)
    )  # fmt: skip
    projects = Project.objects.bulk_create(
        Project(client=one, name="Site", state="active", made_by=oda, made_at=now) for one in clients
    )
    TechnicalFact.objects.bulk_create(
        TechnicalFact(project=one, kind="skill", name=name, level=dice.randint(2, 4))
        for one in projects for name in dice.sample(SKILLS, 2)
    )  # fmt: skip
    own: dict[int, list[int]] = {}
    rows = []
    for client in clients:
        account, production = dice.choice(leads[::2]), dice.choice(leads[1::2])
        own[client.pk] = [account.pk, production.pk]
        for part, member in (("account", account), ("production", production)):
            begin = (now - timedelta(days=dice.randrange(60, 1500))).date()
            rows.append(ClientLead(client=client, part=part, member=dice.choice(leads), reason="Was free",
                                   from_on=begin - timedelta(days=400), to_on=begin - timedelta(days=1),
                                   decided_by=oda, decided_at=now))  # fmt: skip
            rows.append(ClientLead(client=client, part=part, member=member, from_on=begin, reason="Knows them",
                                   decided_by=oda, decided_at=now))  # fmt: skip
    ClientLead.objects.bulk_create(rows, batch_size=2_000)
    talks = Conversation.objects.bulk_create(
        Conversation(client=client, subject="Words", began_at=now, last_at=now) for client in clients
    )
    for first in range(0, MESSAGES, 20_000):
        Message.objects.bulk_create(
            message_of(talks[number % CLIENTS], number, own, now, dice) for number in range(first, first + 20_000)
        )
    source, lines = an_import(oda), list(Responsibility.objects.all())
    for first in range(0, ENTRIES, 10_000):
        entries = []
        for number in range(first, first + 10_000):
            client, on = dice.choice(clients), (now - timedelta(days=dice.randrange(700))).date()
            entries.append(
                WorkEntry(member_id=dice.choice(own[client.pk]), source=source, fingerprint=f"{number}", on=on,
                          kind="time entry", week=monday_of(on), minutes=45, text="Work", text_key="x",
                          client_name=client.name, is_counted=True, responsibility=dice.choice(lines))
            )  # fmt: skip
        WorkEntry.objects.bulk_create(entries)
    recount(set(WorkEntry.objects.values_list("member_id", "on").distinct()))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def message_of(talk, number, own, now, dice):
    from twinhelm.conversations.models import Message

    at = now - timedelta(minutes=dice.randrange(2 * 365 * 24 * 60))
    return Message(conversation=talk, client_id=talk.client_id, direction="out", at=at, received_at=at,
                   message_id=f"{number}@x", digest=f"{number}", from_address="we@x.example", words="Words",
                   member_id=own[talk.client_id][dice.random() < 0.3])  # fmt: skip


def a_round(clients: int, leads: int):
    from twinhelm.clients.models import Client
    from twinhelm.foundation import clock
    from twinhelm.inventory.models import Round, RoundClient, RoundLead
    from twinhelm.people.models import Member

    today, oda = clock.now().date(), Member.objects.order_by("pk").first()
    one = Round.objects.create(name=f"{clients} × {leads}", opened_by=oda, opened_at=clock.now(), from_on=today,
                               first_on=today - timedelta(days=91), last_on=today)  # fmt: skip
    dice = random.Random(3)
    RoundClient.objects.bulk_create(
        RoundClient(round=one, client=client, communication=dice.randint(0, 100), complexity=dice.randint(0, 100))
        for client in Client.objects.order_by("pk")[:clients]
    )
    RoundLead.objects.bulk_create(
        RoundLead(round=one, member=member, room=100_000) for member in Member.objects.order_by("pk")[1 : leads + 1]
    )
    return one


def main() -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from twinhelm.clients.models import Client
    from twinhelm.inventory.choices import Hat
    from twinhelm.inventory.queries.fit import fits
    from twinhelm.inventory.queries.posts import Post
    from twinhelm.inventory.queries.problems import sheets_of
    from twinhelm.inventory.queries.relationships import relationships
    from twinhelm.people.models import Member

    call_command("migrate", verbosity=0)
    if not Client.objects.exists():
        fill()
    for clients, leads in SIZES:
        one = a_round(clients, leads)
        ids, on = list(one.asked.values_list("client_id", flat=True)), one.from_on
        members = list(Member.objects.filter(pk__in=one.leads.values("member")))

        def told(name: str, act, size: str = f"{clients} × {leads}") -> None:
            before = time.process_time()
            with CaptureQueriesContext(connection) as asked:
                act()
            print(f"{size:12} {name:32} {time.process_time() - before:6.2f} CPU-s, {len(asked)} queries", flush=True)

        def every_fit(ids=ids, members=members, on=on) -> None:
            posts = [Post(pk, hat) for pk in ids for hat in (Hat.ACCOUNT, Hat.PRODUCTION)]
            found, member_ids = fits(posts, members, on=on), [member.pk for member in members]
            for post in posts:
                found.row(post, member_ids, likes=False)

        told("relationships", lambda ids=ids, on=on: relationships(ids, on=on))
        told("fits, both hats", every_fit)
        told("three sheets of a round", lambda one=one: sheets_of(one))
        sheet = next(iter(sheets_of(one).values()))
        told("digest", lambda sheet=sheet: sheet.digest)
        told("problem", sheet.problem)
        told(
            "fits of one client", lambda ids=ids, members=members, on=on: fits([Post(ids[0], Hat.BOTH)], members, on=on)
        )


if __name__ == "__main__":
    main()
