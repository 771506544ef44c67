"""Writes the fourteen lines that every agency starts with."""

from django.db import migrations

LINES = [
    ("real-time", "CLIENT", "Real-time calls and emails", "Real-time", "Calls, mails and chats that come when they come."),
    ("scheduled", "CLIENT", "Pre-scheduled communication", "Scheduled", "Kick-offs, updates and meetings agreed beforehand."),
    ("proactive", "CLIENT", "Proactive communication", "Proactive", "Ideas, opportunities and suggestions that nobody asked for."),
    ("business", "CLIENT", "Understanding the business", "Business", "Learning what the client sells, to whom, and what they want to reach."),
    ("advocacy", "CLIENT", "Advocating internally", "Advocating", "Speaking inside for the client's goals and requests."),
    ("relationship", "CLIENT", "Developing the relationship", "Relationship", "Building trust, mending it, and looking after the people."),
    ("assign", "PROJECT", "Assigning tasks", "Assigning", "Giving work to the people who do it, and following it up."),
    ("capacity", "PROJECT", "Managing capacity and skills", "Capacity", "Who can do what, when, and how much fits."),
    ("understanding", "PROJECT", "Making sure it is understood", "Briefing", "Briefs and questions, until the team knows what is wanted."),
    ("review", "PROJECT", "Reviewing deliverables", "Reviewing", "Looking at work before it leaves the house."),
    ("qa", "PROJECT", "Testing and QA", "QA", "Trying it out, finding faults, checking the fixes."),
    ("scope", "PROJECT", "Reviewing project scope", "Scope", "What was agreed, what is asked, and what it costs."),
    ("content", "PROJECT", "Loading content", "Content", "Putting texts, pictures and products where they belong."),
    ("settings", "PROJECT", "Configuring settings", "Settings", "Domains, accounts, plug-ins, tracking and the like."),
]


def write(apps, schema_editor):
    Responsibility = apps.get_model("responsibilities", "Responsibility")
    for position, (key, family, name, short_name, description) in enumerate(LINES):
        Responsibility.objects.get_or_create(
            key=key,
            defaults={
                "family": family,
                "name": name,
                "short_name": short_name,
                "description": description,
                "position": position,
            },
        )


class Migration(migrations.Migration):
    dependencies = [("responsibilities", "0001_initial")]
    operations = [migrations.RunPython(write, migrations.RunPython.noop)]
