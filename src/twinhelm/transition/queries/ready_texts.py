"""Texts that the product brings for agencies that have none of their own yet."""

from django.utils.translation import gettext as _


def ready_texts() -> list[dict[str, str]]:
    """In the reader's language, by the names of a template's fields."""
    return [from_one_to_two(), work_grows(), small_change()]


def from_one_to_two() -> dict[str, str]:
    return {
        "name": _("One person becomes two"),
        "subject": _("Two people for {client} instead of one"),
        "reason": _(
            "Dear {contact},\n\nuntil now {former_lead} did two jobs for you: answering you, and steering the work. "
            "Each of them deserves somebody’s whole attention. When both land on one desk, one of them always waits."
        ),
        "benefit": _(
            "From {effective_day} I am there for every call, idea and worry, with time to think about your year. "
            "{production_lead} steers the work: what is made, by whom, and that it is right. "
            "You will hear less “I’ll find out” from us."
        ),
        "way_forward": _(
            "Nothing stops. {former_lead} stays in copy until {copied_until}, so nothing that you have told us "
            "gets lost. Your page shows whom to ask for what, and it has a button if something worries you: {page}"
        ),
    }


def work_grows() -> dict[str, str]:
    return {
        "name": _("The work has grown"),
        "subject": _("{client} gets a second pair of hands"),
        "reason": _(
            "Dear {contact},\n\nwe do more for you than we did a year ago, and more of it at the same time. "
            "You notice it when an answer takes until the evening. So do we."
        ),
        "benefit": _(
            "From {effective_day} two of us look after {client}. I, {account_lead}, talk with you and bring your wishes "
            "into our house. {production_lead} plans and checks what we build, and keeps its dates."
        ),
        "way_forward": _(
            "What is under way goes on as agreed. For the first weeks {former_lead} reads along, until {copied_until}. "
            "Who does what, from when, stands on your page: {page}"
        ),
    }


def small_change() -> dict[str, str]:
    return {
        "name": _("You keep me, somebody joins"),
        "subject": _("Somebody joins me for {client}"),
        "reason": _(
            "Dear {contact},\n\nyou know me, and that stays so. What changes is behind me: planning and checking the "
            "work took the hours that I would rather spend with you."
        ),
        "benefit": _(
            "From {effective_day} {production_lead} takes over planning and checking. That frees me to answer the same "
            "day and to come with ideas before you have to ask."
        ),
        "way_forward": _(
            "You need to do nothing. Write to me as before; when it is about the build itself, {production_lead} "
            "knows. Your page has both of us, and room for a word if something worries you: {page}"
        ),
    }
