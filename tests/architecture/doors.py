"""Every door of the product and who may pass: one line for each route. A route that isn't here fails the tests.

A new page or API route adds its line: the route as the resolver knows it, what each method asks for, and, where the address
carries keys, which thing of the world of the tests they name.
"""

from typing import Any

from tests.architecture.askers import (
    ALL_BUT_FINANCE,
    ANY_MEMBER,
    ARRANGES_SKILLS,
    CHANGES_DIVISION,
    EVERYBODY,
    MEMBERS,
    NOBODY_HERE,
    NOT_EVEN_AN_OWNER,
    OWNER,
    OWNER_OF_IT,
    OWNER_WHILE_FINANCE_LOOKS,
    RATES_THE_MAKER,
    READS_DIVISION,
    READS_WORKING_TIME,
    SEES_EVERYBODY,
    SELF_OR_OWNER,
    Keys,
    Rule,
    World,
    door,
    under,
)
from tests.architecture.doors_inventory import INVENTORY
from tests.architecture.doors_tasks import TASKS
from tests.architecture.doors_transition import TRANSITION


def maker(world: World) -> dict[str, Any]:
    return {"pk": world.members["maker"].pk}


def name_only(world: World) -> dict[str, Any]:
    return {"pk": world.name_only.pk}


def member_id(world: World) -> dict[str, Any]:
    return {"member_id": world.members["maker"].pk, "role": "finance"}


def no_such(world: World) -> dict[str, Any]:
    return {"pk": 10**9, "provider_id": "none"}


def an_absence(world: World) -> dict[str, Any]:
    return {"pk": world.more["absence"].pk}


def a_skill(world: World) -> dict[str, Any]:
    return {"pk": world.more["skill"].pk}


def a_dry_run(world: World) -> dict[str, Any]:
    return {"pk": world.more["dry_run"].pk}


CHALLENGE = "a passkey signs a challenge that the session has to remember"


def owners_calendar(world: World) -> dict[str, Any]:
    return {"pk": world.more["calendar"].pk}


def a_meeting(world: World) -> dict[str, Any]:
    return {"pk": world.more["meeting"].pk}


PLANS_MEETINGS = Rule(frozenset({"owner", "account_manager", "production_manager", "token_read"}))
SEES_MEETING = Rule(PLANS_MEETINGS.may, refusal=404)
"""The meeting of the world is the owner's, with a client: whoever leads work sees it and may stand in."""
ANSWERS_MEETING = Rule(frozenset({"owner", "token_read"}), hidden_from=frozenset({"maker", "finance"}))
CALENDARS = {
    "meetings/": door(GET=ANY_MEMBER),
    "meetings.csv": door(GET=ANY_MEMBER),
    "meetings/new/": door(GET=PLANS_MEETINGS, POST=PLANS_MEETINGS),
    "meetings/<int:pk>/": door(a_meeting, GET=SEES_MEETING),
    "meetings/<int:pk>/change/": door(a_meeting, GET=SEES_MEETING, POST=SEES_MEETING),
    "meetings/<int:pk>/answer/": door(a_meeting, POST=ANSWERS_MEETING),
    **{
        f"meetings/<int:pk>/{act}/": door(a_meeting, POST=SEES_MEETING) for act in ("cancel", "notes", "held", "client")
    },
    "calendars/": door(GET=ANY_MEMBER),
    "calendars/connect/": door(GET=ANY_MEMBER, POST=ANY_MEMBER),
    "calendars/choose/": door(GET=ANY_MEMBER, POST=ANY_MEMBER),
    "calendars/address/": door(POST=ANY_MEMBER),
    "calendars/file/": door(POST=ANY_MEMBER),
    **{
        f"calendars/<int:pk>/{act}/": door(owners_calendar, POST=OWNER_OF_IT)
        for act in ("look", "main", "pause", "resume", "remove")
    },
}

PEOPLE = {
    "start/": door(GET=EVERYBODY, POST=EVERYBODY),
    "join/<str:secret>/": door(lambda world: {"secret": world.secret}, GET=EVERYBODY, POST=EVERYBODY),
    "forgot/": door(GET=EVERYBODY, POST=EVERYBODY),
    "forgot/sent/": door(GET=EVERYBODY),
    "new-password/set/": door(GET=EVERYBODY),
    "new-password/<str:secret>/": door(lambda world: {"secret": "guess"}, GET=EVERYBODY, POST=EVERYBODY),
    "by-invitation/": door(GET=EVERYBODY),
    "people/": door(GET=ANY_MEMBER),
    "people.csv": door(GET=ANY_MEMBER),
    "people/invite/": door(GET=OWNER, POST=OWNER),
    "people/add/": door(GET=OWNER, POST=OWNER),
    "people/<int:pk>/": door(maker, GET=ANY_MEMBER),
    "people/<int:pk>/invite/": door(name_only, GET=OWNER, POST=OWNER),
    "people/<int:pk>/resend/": door(lambda world: {"pk": world.invitation.member_id}, POST=OWNER),
    "people/<int:pk>/roles/": door(maker, POST=OWNER),
    "people/<int:pk>/rename/": door(lambda world: {"pk": world.name_only.pk}, POST=OWNER),
    "people/<int:pk>/working-time/": door(maker, POST=OWNER),
    "people/file.csv": door(GET=OWNER),
    "people/here/": door(GET=ANY_MEMBER),
    "people/here.csv": door(GET=ANY_MEMBER),
    "people/<int:pk>/absences/": door(maker, POST=SELF_OR_OWNER),
    "people/absences/<int:pk>/": door(an_absence, GET=SELF_OR_OWNER, POST=SELF_OR_OWNER),
    "people/absences/<int:pk>/take-back/": door(an_absence, POST=SELF_OR_OWNER),
    "people/absences/<int:pk>/put-back/": door(an_absence, POST=SELF_OR_OWNER),
    "people/patterns/<int:pk>/drop/": door(lambda world: {"pk": world.more["pattern"].pk}, POST=OWNER),
    "people/<int:pk>/region/": door(maker, POST=SELF_OR_OWNER),
    "people/skills/": door(GET=ANY_MEMBER),
    "people/skills.csv": door(GET=ANY_MEMBER),
    "people/skills/<int:pk>/": door(a_skill, GET=ANY_MEMBER),
    "people/skills/<int:pk>/rename/": door(a_skill, POST=ARRANGES_SKILLS),
    "people/skills/<int:pk>/merge/": door(a_skill, POST=ARRANGES_SKILLS),
    "people/skills/<int:pk>/remove/": door(a_skill, POST=ARRANGES_SKILLS),
    "people/<int:pk>/skills/": door(maker, POST=RATES_THE_MAKER),
    "people/skills/said/<int:pk>/unsay/": door(lambda world: {"pk": world.more["said"].pk}, POST=RATES_THE_MAKER),
    "people/bring/": door(GET=OWNER, POST=OWNER),
    "people/bring/<int:pk>/": door(a_dry_run, GET=OWNER),
    "people/bring/<int:pk>/confirm/": door(a_dry_run, POST=OWNER),
    "people/bring/<int:pk>/call-off/": door(a_dry_run, POST=OWNER),
    "people/bring/<int:pk>/left-out.csv": door(a_dry_run, GET=OWNER),
    "people/<int:pk>/deactivate/": door(name_only, GET=OWNER, POST=OWNER),
    "people/<int:pk>/reactivate/": door(maker, POST=OWNER),
    "people/invitations/<int:pk>/revoke/": door(lambda world: {"pk": world.invitation.pk}, POST=OWNER),
    "profile/": door(GET=ANY_MEMBER, POST=ANY_MEMBER),
    "profile/sign-in/": door(GET=ANY_MEMBER),
    "profile/second-step/": door(GET=ANY_MEMBER),
    "profile/sign-in/ways/": door(GET=ANY_MEMBER),
    "profile/password/": door(GET=ANY_MEMBER, POST=ANY_MEMBER),
    "profile/email/": door(GET=ANY_MEMBER, POST=ANY_MEMBER),
    "profile/email/<str:secret>/": door(lambda world: {"secret": "guess"}, GET=ANY_MEMBER, POST=ANY_MEMBER),
    "profile/sessions/end-others/": door(POST=ANY_MEMBER),
    "profile/sessions/<int:pk>/end/": door(no_such, POST=NOBODY_HERE),
    "profile/other-sign-in/unlink/": door(POST=ANY_MEMBER),
    "profile/tokens/": door(GET=ANY_MEMBER, POST=ANY_MEMBER),
    "profile/tokens/<int:pk>/revoke/": door(lambda world: {"pk": world.token.pk}, POST=OWNER_OF_IT),
    "agency/": door(GET=OWNER, POST=OWNER),
    "agency/opening/": door(POST=OWNER),
}

SIGN_IN = {
    "sign-in/": door(GET=EVERYBODY, POST=EVERYBODY),
    "sign-out/": door(GET=EVERYBODY, POST=EVERYBODY),
    "sign-in/again/": door(GET=ANY_MEMBER, POST=ANY_MEMBER),
    "sign-in/second-step/": door(GET=EVERYBODY, POST=EVERYBODY),
    "sign-in/again/code/": door(GET=ANY_MEMBER, POST=ANY_MEMBER),
    "sign-in/passkey/": door(GET=EVERYBODY, POST=EVERYBODY, looking_writes=CHALLENGE),
    "sign-in/again/passkey/": door(GET=ANY_MEMBER, POST=ANY_MEMBER, looking_writes=CHALLENGE),
    "profile/authenticator/": door(
        GET=ANY_MEMBER, POST=ANY_MEMBER, looking_writes="the secret to scan waits in the session for its first code"
    ),
    "profile/authenticator/remove/": door(GET=NOBODY_HERE, POST=NOBODY_HERE),
    "profile/recovery-codes/": door(GET=NOBODY_HERE),
    "profile/recovery-codes/new/": door(GET=ANY_MEMBER, POST=ANY_MEMBER),
    "profile/passkeys/": door(GET=ANY_MEMBER),
    "profile/passkeys/add/": door(GET=ANY_MEMBER, POST=ANY_MEMBER, looking_writes=CHALLENGE),
    "profile/passkeys/<int:pk>/remove/": door(no_such, GET=NOBODY_HERE, POST=NOBODY_HERE),
    "profile/passkeys/<int:pk>/rename/": door(no_such, GET=NOBODY_HERE, POST=NOBODY_HERE),
    "sign-in/cancelled/": door(GET=EVERYBODY),
    "sign-in/oidc/<slug:provider_id>/login/": door(no_such, GET=NOBODY_HERE, POST=NOBODY_HERE),
    "sign-in/oidc/<slug:provider_id>/login/callback/": door(no_such, GET=NOBODY_HERE, POST=NOBODY_HERE),
}

API = {
    "api/": door(GET=ANY_MEMBER),
    "api/openapi.json": door(GET=EVERYBODY),
    "api/docs": door(GET=ANY_MEMBER),
    "api/<path:rest>": door(lambda world: {"rest": "nothing"}),
    "api/me": door(GET=ANY_MEMBER),
    "api/roles": door(GET=ANY_MEMBER),
    "api/members": door(GET=ANY_MEMBER, POST=OWNER),
    "api/members/<member_id>": door(member_id, GET=ANY_MEMBER, PATCH=ANY_MEMBER),
    "api/members/<member_id>/deactivate": door(member_id, POST=OWNER),
    "api/members/<member_id>/reactivate": door(member_id, POST=OWNER),
    "api/members/<member_id>/roles/<role>": door(member_id, PUT=OWNER, DELETE=OWNER),
    "api/invitations": door(GET=OWNER, POST=OWNER),
    "api/invitations/<invitation_id>": door(lambda world: {"invitation_id": world.invitation.pk}, DELETE=OWNER),
    "api/tokens": door(GET=ANY_MEMBER, POST=ANY_MEMBER),
    "api/tokens/<token_id>": door(lambda world: {"token_id": world.token.pk}, DELETE=OWNER_OF_IT),
    "api/agency": door(GET=ANY_MEMBER, PATCH=OWNER),
    "api/agency/opening": door(PUT=OWNER),
    "api/members/<member_id>/holdings": door(member_id, GET=SELF_OR_OWNER),
    "api/skills": door(GET=ANY_MEMBER, POST=ARRANGES_SKILLS),
    "api/skills/<skill_id>": door(under("skill_id", "skill"), PATCH=ARRANGES_SKILLS, DELETE=ARRANGES_SKILLS),
    "api/skills/<skill_id>/merge": door(under("skill_id", "skill"), POST=ARRANGES_SKILLS),
    "api/members/<member_id>/skills": door(member_id, GET=ANY_MEMBER, PUT=RATES_THE_MAKER),
    "api/members/<member_id>/skills/<said_id>": door(
        lambda world: {"member_id": world.members["maker"].pk, "said_id": world.more["said"].pk},
        DELETE=RATES_THE_MAKER,
    ),
    "api/availability": door(GET=ANY_MEMBER),
    "api/members/<member_id>/working-patterns": door(member_id, GET=READS_WORKING_TIME),
    "api/members/<member_id>/working-patterns/<from_on>": door(
        lambda world: {"member_id": world.members["maker"].pk, "from_on": "2026-11-23"}, PUT=OWNER
    ),
    "api/members/<member_id>/region": door(member_id, PUT=SELF_OR_OWNER),
    "api/absences": door(GET=ANY_MEMBER),
    "api/members/<member_id>/absences": door(member_id, POST=SELF_OR_OWNER),
    "api/absences/<absence_id>": door(under("absence_id", "absence"), PUT=SELF_OR_OWNER, DELETE=SELF_OR_OWNER),
    "api/split": door(GET=ANY_MEMBER),
    "api/members/<member_id>/weeks/<day>": door(
        lambda world: {"member_id": world.members["owner"].pk, "day": "2026-11-16"}, GET=SEES_EVERYBODY
    ),
    "api/entries": door(GET=ANY_MEMBER),
}

SHELL = {
    "palette/": door(GET=ANY_MEMBER),
    "notices/": door(GET=ANY_MEMBER),
    "appearance/": door(POST=EVERYBODY),
    "_components/": door(GET=NOBODY_HERE),
}

UPKEEP = {
    "jobs/": door(GET=OWNER),
    "jobs/<int:pk>/cancel/": door(lambda world: {"pk": world.more["job"].pk}, POST=OWNER),
    "jobs/<int:pk>/retry/": door(lambda world: {"pk": world.more["job"].pk}, POST=OWNER),
    "outgoing-mail/": door(GET=OWNER),
    "outgoing-mail/<int:pk>/send-again/": door(lambda world: {"pk": world.more["mail"].pk}, POST=OWNER),
    "outgoing-mail/<int:pk>/arrived/": door(lambda world: {"pk": world.more["mail"].pk}, POST=OWNER),
    "trail/": door(GET=OWNER),
    "trail.csv": door(GET=OWNER),
    "health": door(GET=EVERYBODY),
}


def owners_import(world: World) -> dict[str, Any]:
    return {"pk": world.more["import"].pk}


def owners_entry(world: World) -> dict[str, Any]:
    return {"pk": world.more["entry"].pk}


def owners_correction(world: World) -> dict[str, Any]:
    return {"pk": world.more["correction"].pk}


def a_rule(world: World) -> dict[str, Any]:
    return {"pk": world.more["rule"].pk}


def division(world: World) -> dict[str, Any]:
    return {"pk": world.more["division"].pk, "division_id": world.more["division"].pk}


def deleted_division(world: World) -> dict[str, Any]:
    return {"pk": world.more["deleted_division"].pk, "division_id": world.more["deleted_division"].pk}


DIVISION = {
    "division/": door(GET=ANY_MEMBER),
    "division/propose/": door(POST=OWNER),
    "division/<int:pk>/": door(division, GET=READS_DIVISION),
    "division/<int:pk>/division.csv": door(division, GET=READS_DIVISION),
    "division/<int:pk>/division.pdf": door(division, GET=READS_DIVISION),
    "division/<int:pk>/put-back/": door(deleted_division, POST=OWNER_OF_IT),
    **{
        f"division/<int:pk>/{verb}/": door(division, POST=CHANGES_DIVISION)
        for verb in ("seat", "move", "pin", "unpin", "again", "reset", "rename", "undo", "share", "take-back", "delete")
    },
    "api/divisions": door(GET=ANY_MEMBER, POST=OWNER),
    "api/divisions/<division_id>": door(division, GET=READS_DIVISION, DELETE=CHANGES_DIVISION),
    "api/divisions/<division_id>/put-back": door(deleted_division, POST=OWNER_OF_IT),
    **{
        f"api/divisions/<division_id>/{verb}": door(division, POST=CHANGES_DIVISION)
        for verb in ("seat", "move", "pin", "unpin", "again", "reset", "rename", "undo", "share", "take-back")
    },
}


def a_line(world: World) -> dict[str, Any]:
    return {"pk": world.more["line"].pk}


WORKLOG_API = {
    # Without a file everybody is told that one is missing; finance, with one, that it may not.
    "api/imports": door(GET=ANY_MEMBER, POST=ANY_MEMBER),
    "api/imports/<import_id>": door(under("import_id", "import"), GET=SEES_EVERYBODY, PATCH=OWNER_WHILE_FINANCE_LOOKS),
    "api/imports/<import_id>/confirm": door(under("import_id", "import"), POST=OWNER_WHILE_FINANCE_LOOKS),
    "api/imports/<import_id>/call-off": door(under("import_id", "import"), POST=OWNER_WHILE_FINANCE_LOOKS),
    "api/imports/<import_id>/take-back": door(under("import_id", "import"), POST=OWNER_WHILE_FINANCE_LOOKS),
    "api/imports/<import_id>/put-back": door(under("import_id", "import"), POST=OWNER_WHILE_FINANCE_LOOKS),
    "api/entries/<entry_id>/responsibility": door(under("entry_id", "entry"), PUT=OWNER_WHILE_FINANCE_LOOKS),
    "api/corrections": door(GET=ANY_MEMBER),
    "api/corrections/<correction_id>/undo": door(under("correction_id", "correction"), POST=OWNER_WHILE_FINANCE_LOOKS),
    "api/corrections/<correction_id>/unlearn": door(
        under("correction_id", "correction"), POST=OWNER_WHILE_FINANCE_LOOKS
    ),
    "api/rules": door(GET=ANY_MEMBER, POST=OWNER),
    "api/rules/try": door(POST=OWNER),
    "api/rules/order": door(PUT=OWNER),
    "api/rules/<rule_id>": door(under("rule_id", "rule"), PUT=OWNER, DELETE=OWNER),
    "api/responsibilities": door(GET=ANY_MEMBER, POST=OWNER),
    "api/responsibilities/order": door(PUT=OWNER),
    "api/responsibilities/<line_id>": door(under("line_id", "line"), PUT=OWNER),
    "api/responsibilities/<line_id>/split": door(under("line_id", "line"), POST=OWNER),
    "api/responsibilities/<line_id>/merge": door(under("line_id", "line"), POST=OWNER),
    "api/catalogue-changes/<change_id>/undo": door(lambda world: {"change_id": 987654}, POST=NOT_EVEN_AN_OWNER),
}

WORKLOG = {
    "split/": door(GET=ANY_MEMBER),
    "split/people.csv": door(GET=ANY_MEMBER),
    "split/lines.csv": door(GET=ANY_MEMBER),
    "split/<int:pk>/": door(lambda world: {"pk": world.members["owner"].pk}, GET=SEES_EVERYBODY),
    "split/<int:pk>/week.csv": door(lambda world: {"pk": world.members["owner"].pk}, GET=SEES_EVERYBODY),
    "likings/": door(GET=ANY_MEMBER),
    "likings/<int:pk>/": door(lambda world: {"pk": world.more["line"].pk}, POST=ANY_MEMBER),
    "entries/": door(GET=ANY_MEMBER),
    "entries/set/": door(POST=ANY_MEMBER),
    "entries/take-back/": door(POST=ANY_MEMBER),
    "entries.csv": door(GET=ANY_MEMBER),
    "catalogue/": door(GET=ANY_MEMBER, POST=OWNER),
    "catalogue/order/": door(POST=OWNER),
    "catalogue/<int:pk>/": door(a_line, GET=ANY_MEMBER, POST=OWNER),
    "catalogue/<int:pk>/split/": door(a_line, GET=OWNER, POST=OWNER),
    "catalogue/<int:pk>/merge/": door(a_line, GET=OWNER, POST=OWNER),
    "catalogue/changes/<int:pk>/undo/": door(no_such, POST=NOT_EVEN_AN_OWNER),
    "unsure/": door(GET=ANY_MEMBER),
    "unsure/more/": door(GET=ANY_MEMBER),
    "entries/<int:pk>/correct/": door(owners_entry, POST=OWNER_WHILE_FINANCE_LOOKS),
    "corrections/": door(GET=ANY_MEMBER),
    "corrections.csv": door(GET=ANY_MEMBER),
    "corrections/<int:pk>/undo/": door(owners_correction, POST=OWNER_WHILE_FINANCE_LOOKS),
    "corrections/<int:pk>/unlearn/": door(owners_correction, POST=OWNER_WHILE_FINANCE_LOOKS),
    "rules/": door(GET=ANY_MEMBER, POST=OWNER),
    "rules/order/": door(POST=OWNER),
    "rules/<int:pk>/": door(a_rule, GET=OWNER, POST=OWNER),
    "rules/<int:pk>/remove/": door(a_rule, POST=OWNER),
    "imports/": door(GET=ANY_MEMBER, POST=ALL_BUT_FINANCE),
    "imports/<int:pk>/": door(owners_import, GET=SEES_EVERYBODY),
    "imports/<int:pk>/reread/": door(owners_import, POST=OWNER_WHILE_FINANCE_LOOKS),
    "imports/<int:pk>/confirm/": door(owners_import, POST=OWNER_WHILE_FINANCE_LOOKS),
    "imports/<int:pk>/call-off/": door(owners_import, POST=OWNER_WHILE_FINANCE_LOOKS),
    "imports/<int:pk>/take-back/": door(owners_import, GET=OWNER_WHILE_FINANCE_LOOKS, POST=OWNER_WHILE_FINANCE_LOOKS),
    "imports/<int:pk>/put-back/": door(owners_import, POST=OWNER_WHILE_FINANCE_LOOKS),
    "imports/<int:pk>/problems.csv": door(owners_import, GET=SEES_EVERYBODY),
}

NOT_MAKERS = Rule(frozenset({*MEMBERS, "token_read"} - {"maker"}), refusal=404)
"""The client of the world has no work that a maker sits on."""


def a_client(world: World) -> dict[str, Any]:
    return {"pk": world.more["client"].pk, "client_id": world.more["client"].pk}


def of_client(**names: str) -> Keys:
    """The keys of things that hang on the client of the world."""
    return lambda world: a_client(world) | {key: world.more[thing].pk for key, thing in names.items()}


READS_CLIENTS = Rule(frozenset({*MEMBERS, "token_read"} - {"maker"}))
NO_MERGE_HERE = Rule(frozenset(), hidden_from=frozenset({"owner", "account_manager", "token_read"}))
LEADERS = Rule(frozenset({"owner", "account_manager", "production_manager", "token_read"}))
SEES_CONTACTS = Rule(LEADERS.may, refusal=404)
CHANGES_CLIENT = Rule(LEADERS.may, hidden_from=frozenset({"maker"}))
DELETES_CLIENT = Rule(frozenset({"owner", "account_manager", "token_read"}))
DELETES_THIS_CLIENT = Rule(DELETES_CLIENT.may, hidden_from=frozenset({"maker"}))
OWNERS_AND_FINANCE = Rule(frozenset({"owner", "finance", "token_read"}), hidden_from=frozenset({"maker"}))
WRITER_OF_NOTE = Rule(frozenset({"owner", "token_read"}), hidden_from=frozenset({"maker"}))
"""The note of the world is the owner's."""


def client_topic(world: World) -> dict[str, Any]:
    return a_client(world) | {"name": "sells"}


CLIENTS = {
    "api/clients": door(GET=ANY_MEMBER, POST=LEADERS),
    "api/clients/<client_id>": door(a_client, GET=NOT_MAKERS, PATCH=CHANGES_CLIENT),
    "api/clients/<client_id>/revenue": door(a_client, PUT=OWNERS_AND_FINANCE),
    "api/clients/<client_id>/contacts": door(a_client, GET=CHANGES_CLIENT, POST=CHANGES_CLIENT),
    "api/clients/<client_id>/leads": door(a_client, GET=NOT_MAKERS, POST=CHANGES_CLIENT),
    "api/clients/<client_id>/goals": door(a_client, GET=NOT_MAKERS, POST=CHANGES_CLIENT),
    "api/contacts/<contact_id>": door(under("contact_id", "contact"), PATCH=SEES_CONTACTS),
    "api/goals/<goal_id>": door(under("goal_id", "goal"), PATCH=CHANGES_CLIENT),
    "clients/": door(GET=ANY_MEMBER),
    "clients.csv": door(GET=READS_CLIENTS),
    "clients/new/": door(GET=LEADERS, POST=LEADERS),
    "clients/import/": door(GET=LEADERS, POST=LEADERS),
    "clients/import/<int:pk>/": door(no_such, GET=NOBODY_HERE),
    "clients/import/<int:pk>/confirm/": door(no_such, POST=NOBODY_HERE),
    "clients/import/<int:pk>/drop/": door(no_such, POST=NOBODY_HERE),
    "clients/import/<int:pk>/problems.csv": door(no_such, GET=NOBODY_HERE),
    "clients/merges/<int:pk>/undo/": door(lambda world: {"pk": 987654}, POST=NO_MERGE_HERE),
    "clients/<int:pk>/": door(a_client, GET=NOT_MAKERS),
    "clients/<int:pk>/edit/": door(a_client, GET=CHANGES_CLIENT, POST=CHANGES_CLIENT),
    "clients/<int:pk>/revenue/": door(a_client, GET=OWNERS_AND_FINANCE, POST=OWNERS_AND_FINANCE),
    "clients/<int:pk>/delete/": door(a_client, GET=DELETES_THIS_CLIENT, POST=DELETES_THIS_CLIENT),
    "clients/<int:pk>/put-back/": door(lambda world: {"pk": world.more["deleted_client"].pk}, POST=DELETES_CLIENT),
    "clients/<int:pk>/merge/": door(a_client, GET=DELETES_THIS_CLIENT, POST=DELETES_THIS_CLIENT),
    "clients/<int:pk>/leads/": door(a_client, GET=NOT_MAKERS, POST=CHANGES_CLIENT),
    "clients/<int:pk>/leads/<int:lead_pk>/correct/": door(
        of_client(lead_pk="client_lead"), GET=CHANGES_CLIENT, POST=CHANGES_CLIENT
    ),
    "clients/<int:pk>/leads/<int:lead_pk>/end/": door(
        of_client(lead_pk="client_lead"), GET=CHANGES_CLIENT, POST=CHANGES_CLIENT
    ),
    "clients/<int:pk>/leads/<int:lead_pk>/take-back/": door(of_client(lead_pk="client_lead"), POST=CHANGES_CLIENT),
    "clients/<int:pk>/mode/": door(a_client, POST=CHANGES_CLIENT),
    "clients/<int:pk>/mode/<int:mode_pk>/take-back/": door(of_client(mode_pk="client_mode"), POST=CHANGES_CLIENT),
    "clients/<int:pk>/contacts/new/": door(a_client, GET=CHANGES_CLIENT, POST=CHANGES_CLIENT),
    "clients/<int:pk>/contacts/<int:contact_pk>/": door(of_client(contact_pk="contact"), GET=LEADERS, POST=LEADERS),
    "clients/<int:pk>/contacts/<int:contact_pk>/move/": door(of_client(contact_pk="contact"), POST=LEADERS),
    "clients/<int:pk>/contacts/<int:contact_pk>/remove/": door(of_client(contact_pk="contact"), POST=LEADERS),
    "clients/<int:pk>/contacts/<int:contact_pk>/end-access/": door(of_client(contact_pk="contact"), POST=LEADERS),
    "clients/<int:pk>/domains/": door(a_client, POST=CHANGES_CLIENT),
    "clients/<int:pk>/domains/<int:domain_pk>/remove/": door(of_client(domain_pk="domain"), POST=LEADERS),
    "clients/<int:pk>/names/": door(a_client, POST=CHANGES_CLIENT),
    "clients/<int:pk>/names/<int:alias_pk>/remove/": door(of_client(alias_pk="alias"), POST=LEADERS),
    "clients/<int:pk>/profile/<slug:name>/": door(client_topic, GET=NOT_MAKERS, POST=CHANGES_CLIENT),
    "clients/<int:pk>/profile/<slug:name>/confirm/": door(client_topic, POST=CHANGES_CLIENT),
    "clients/<int:pk>/goals/new/": door(a_client, GET=CHANGES_CLIENT, POST=CHANGES_CLIENT),
    "clients/<int:pk>/goals/<int:goal_pk>/": door(of_client(goal_pk="goal"), GET=CHANGES_CLIENT, POST=CHANGES_CLIENT),
    "clients/<int:pk>/goals/<int:goal_pk>/confirm/": door(of_client(goal_pk="goal"), POST=CHANGES_CLIENT),
    "clients/<int:pk>/dates/new/": door(a_client, GET=CHANGES_CLIENT, POST=CHANGES_CLIENT),
    "clients/<int:pk>/dates/<int:date_pk>/confirm/": door(of_client(date_pk="key_date"), POST=LEADERS),
    "clients/<int:pk>/dates/<int:date_pk>/remove/": door(of_client(date_pk="key_date"), POST=LEADERS),
    "clients/<int:pk>/notes/": door(a_client, POST=CHANGES_CLIENT),
    "clients/<int:pk>/notes/<int:note_pk>/": door(
        of_client(note_pk="client_note"), GET=WRITER_OF_NOTE, POST=WRITER_OF_NOTE
    ),
    "clients/<int:pk>/notes/<int:note_pk>/delete/": door(of_client(note_pk="client_note"), POST=WRITER_OF_NOTE),
    "clients/<int:pk>/notes/<int:note_pk>/put-back/": door(
        of_client(note_pk="deleted_client_note"), POST=WRITER_OF_NOTE
    ),
    "clients/<int:pk>/files/": door(a_client, POST=CHANGES_CLIENT),
    "clients/<int:pk>/files/<int:file_pk>/": door(of_client(file_pk="client_file"), GET=NOT_MAKERS),
    "clients/<int:pk>/files/<int:file_pk>/delete/": door(of_client(file_pk="client_file"), POST=CHANGES_CLIENT),
    "clients/<int:pk>/files/<int:file_pk>/put-back/": door(of_client(file_pk="deleted_file"), POST=CHANGES_CLIENT),
}


def a_call(world: World) -> dict[str, Any]:
    return {"pk": world.more["call"].pk, "call_id": world.more["call"].pk}


LEADS = frozenset({"owner", "account_manager", "production_manager", "token_read"})
SEES_CALL = Rule(LEADS, refusal=404)
CHANGES_CALL = Rule(frozenset({"owner", "token_read"}), hidden_from=frozenset({"maker", "finance"}))
"""The call of the world is the owner's; the other leads read it and may settle what was agreed."""
PUTS_CALL_BACK = NOBODY_HERE
CALLS = {
    "calls/": door(GET=ANY_MEMBER),
    "calls.csv": door(GET=ANY_MEMBER),
    "calls/whom/": door(GET=ANY_MEMBER),
    "calls/start/": door(POST=ALL_BUT_FINANCE),
    "calls/log/": door(GET=ALL_BUT_FINANCE, POST=ALL_BUT_FINANCE),
    "calls/<int:pk>/": door(a_call, GET=SEES_CALL, POST=CHANGES_CALL),
    "calls/<int:pk>/notes/": door(a_call, POST=CHANGES_CALL),
    "calls/<int:pk>/end/": door(a_call, POST=CHANGES_CALL),
    "calls/<int:pk>/delete/": door(a_call, POST=CHANGES_CALL),
    "calls/<int:pk>/put-back/": door(a_call, POST=PUTS_CALL_BACK),
    "calls/<int:pk>/settle-step/": door(a_call, POST=SEES_CALL),
    "calls/<int:pk>/reopen-step/": door(a_call, POST=SEES_CALL),
    "api/calls": door(GET=ANY_MEMBER, POST=ALL_BUT_FINANCE),
    "api/calls/going-on": door(GET=ANY_MEMBER),
    "api/calls/start": door(POST=ALL_BUT_FINANCE),
    "api/calls/<call_id>": door(a_call, GET=SEES_CALL, PUT=CHANGES_CALL, DELETE=CHANGES_CALL),
    # The call of the world has ended: whoever may end calls is told so with 409.
    "api/calls/<call_id>/end": door(a_call, POST=CHANGES_CALL),
    "api/calls/<call_id>/settle-step": door(a_call, POST=SEES_CALL),
    "api/calls/<call_id>/reopen-step": door(a_call, POST=SEES_CALL),
    "api/calls/<call_id>/put-back": door(a_call, POST=PUTS_CALL_BACK),
}


def a_conversation(world: World) -> dict[str, Any]:
    return {"pk": world.more["conversation"].pk}


def of_conversation(thing: str) -> Keys:
    return lambda world: {"pk": world.more[thing].pk}


ONLY_ITS_AUTHOR = Rule(frozenset({"owner", "token_read"}), refusal=404)
ANSWERS_CLIENTS = Rule(LEADS)
NONE_CHOSEN = NOBODY_HERE
"""Without a conversation there is nothing to do it to."""
CONVERSATIONS = {
    "conversations/": door(GET=ANY_MEMBER),
    "conversations/several/": door(POST=NONE_CHOSEN),
    "conversations/several/hand-over/": door(GET=NONE_CHOSEN, POST=NONE_CHOSEN),
    "conversations/several/file/": door(
        GET=Rule(frozenset(), hidden_from=LEADS), POST=Rule(frozenset(), hidden_from=LEADS)
    ),
    "conversations/done/": door(POST=NONE_CHOSEN),
    "conversations/open-again/": door(POST=NONE_CHOSEN),
    "conversations/wake/": door(POST=NONE_CHOSEN),
    "conversations/<int:pk>/": door(a_conversation, GET=SEES_CALL),
    **{
        f"conversations/<int:pk>/{act}/": door(a_conversation, GET=SEES_CALL, POST=SEES_CALL)
        for act in ("snooze", "hand-over", "file")
    },
    **{f"conversations/<int:pk>/{act}/": door(a_conversation, POST=SEES_CALL) for act in ("assign", "nowhere", "note")},
    "conversations/<int:pk>/private/": door(
        a_conversation, POST=Rule(frozenset({"owner", "token_read"}), hidden_from=frozenset({"maker", "finance"}))
    ),
    "conversations/filings/<int:pk>/undo/": door(of_conversation("filing"), POST=ONLY_ITS_AUTHOR),
    "conversations/notes/<int:pk>/delete/": door(of_conversation("note"), POST=ONLY_ITS_AUTHOR),
    "conversations/notes/<int:pk>/put-back/": door(of_conversation("note"), POST=ONLY_ITS_AUTHOR),
    "conversations/hand-overs/withdraw/": door(POST=ANY_MEMBER),
    **{
        f"conversations/hand-overs/<int:pk>/{act}/": door(
            of_conversation("hand_over"),
            POST=Rule(frozenset({"owner", "token_read"}), hidden_from=frozenset({"maker", "finance"})),
        )
        for act in ("accept", "send-back")
    },
    "conversations/messages/<int:pk>/mail/": door(of_conversation("message"), GET=SEES_CALL),
    **{
        f"conversations/messages/<int:pk>/{act}/": door(of_conversation("message"), POST=SEES_CALL)
        for act in ("responsibility", "let-in", "drop", "put-back", "send-again", "arrived", "take-back")
    },
    "conversations/attachments/<int:pk>/": door(no_such, GET=NOBODY_HERE),
    "conversations/attachments/<int:pk>/detach/": door(no_such, POST=NOBODY_HERE),
    "conversations/new/": door(GET=ANSWERS_CLIENTS),
    # Without a form everybody is told that one is missing; with one, only who sees the conversation gets further.
    "conversations/draft/": door(POST=ANY_MEMBER),
    "conversations/send/": door(POST=ANY_MEMBER),
    "conversations/addresses/": door(GET=ANSWERS_CLIENTS),
    **{
        f"conversations/drafts/<int:pk>/{act}/": door(of_conversation("draft"), POST=ONLY_ITS_AUTHOR)
        for act in ("discard", "put-back")
    },
    "conversations/canned/": door(GET=ANSWERS_CLIENTS, POST=ANSWERS_CLIENTS),
    **{
        f"conversations/canned/<int:pk>/{act}/": door(of_conversation("canned"), POST=ANSWERS_CLIENTS)
        for act in ("delete", "put-back")
    },
}


def a_project(world: World) -> dict[str, Any]:
    names = ("project", "scope_item", "milestone", "seat", "fact", "lead", "mode")
    return (
        {"pk": world.more["project"].pk}
        | {f"{name}_id": world.more[f"project_{name}"].pk for name in names if name != "project"}
        | {"project_id": world.more["project"].pk, "part": "account"}
    )


CHANGES_PROJECT = Rule(LEADS, hidden_from=frozenset({"maker"}))
"""The maker of the world has no seat on the project, finance only reads it."""
NO_TABLE = Rule(frozenset(), hidden_from=LEADS)
"""Nobody of the world has brought one; whoever may not is refused before anybody looks."""


def a_template(world: World) -> dict[str, Any]:
    return {"pk": world.more["template"].pk, "line_id": world.more["template_line"].pk}


DELETES_PROJECT = Rule(LEADS - {"account_manager"}, hidden_from=frozenset({"maker"}))
PROJECTS = {
    "projects/": door(GET=ANY_MEMBER),
    "projects.csv": door(GET=Rule(frozenset({*MEMBERS, "token_read"} - {"maker"}))),
    "projects/new/": door(GET=Rule(LEADS), POST=Rule(LEADS)),
    "projects/<int:pk>/": door(a_project, GET=NOT_MAKERS),
    "projects/<int:pk>/edit/": door(a_project, GET=CHANGES_PROJECT, POST=CHANGES_PROJECT),
    "projects/<int:pk>/state/": door(a_project, POST=CHANGES_PROJECT),
    "projects/<int:pk>/delete/": door(a_project, POST=DELETES_PROJECT),
    "projects/<int:pk>/put-back/": door(no_such, POST=NOBODY_HERE),
    "projects/<int:pk>/mode/": door(a_project, POST=CHANGES_PROJECT),
    "projects/<int:pk>/mode/<int:mode_id>/take-back/": door(a_project, POST=CHANGES_PROJECT),
    "projects/<int:pk>/leads/": door(a_project, POST=CHANGES_PROJECT),
    "projects/<int:pk>/leads/<int:lead_id>/take-back/": door(a_project, POST=CHANGES_PROJECT),
    "projects/<int:pk>/seats/": door(a_project, POST=CHANGES_PROJECT),
    "projects/<int:pk>/seats/<int:seat_id>/leave/": door(a_project, POST=CHANGES_PROJECT),
    "projects/<int:pk>/scope/": door(a_project, POST=CHANGES_PROJECT),
    "projects/<int:pk>/scope/order/": door(a_project, POST=CHANGES_PROJECT),
    "projects/<int:pk>/scope/<int:scope_item_id>/": door(a_project, POST=CHANGES_PROJECT),
    "projects/<int:pk>/scope/<int:scope_item_id>/delete/": door(a_project, POST=CHANGES_PROJECT),
    "projects/<int:pk>/scope/<int:scope_item_id>/put-back/": door(a_project, POST=CHANGES_PROJECT),
    "projects/<int:pk>/milestones/": door(a_project, POST=CHANGES_PROJECT),
    "projects/<int:pk>/milestones/<int:milestone_id>/move/": door(a_project, POST=CHANGES_PROJECT),
    "projects/<int:pk>/milestones/<int:milestone_id>/reach/": door(a_project, POST=CHANGES_PROJECT),
    "projects/<int:pk>/milestones/<int:milestone_id>/reopen/": door(a_project, POST=CHANGES_PROJECT),
    "projects/<int:pk>/milestones/<int:milestone_id>/remove/": door(a_project, POST=CHANGES_PROJECT),
    "projects/<int:pk>/facts/": door(a_project, POST=CHANGES_PROJECT),
    "projects/<int:pk>/facts/<int:fact_id>/drop/": door(a_project, POST=CHANGES_PROJECT),
    "projects/<int:pk>/template/": door(a_project, GET=CHANGES_PROJECT, POST=CHANGES_PROJECT),
    "projects/bring/": door(GET=Rule(LEADS), POST=Rule(LEADS)),
    "projects/tables/<int:pk>/": door(no_such, GET=NO_TABLE),
    "projects/tables/<int:pk>/confirm/": door(no_such, POST=NO_TABLE),
    "projects/tables/<int:pk>/drop/": door(no_such, POST=NO_TABLE),
    "projects/tables/<int:pk>/problems.csv": door(no_such, GET=NO_TABLE),
    "projects/templates/": door(GET=Rule(LEADS), POST=Rule(LEADS)),
    "projects/templates/<int:pk>/": door(a_template, GET=Rule(LEADS)),
    "projects/templates/<int:pk>/put-back/": door(no_such, POST=NO_TABLE),
    **{
        f"projects/templates/<int:pk>/{act}": door(a_template, POST=Rule(LEADS))
        for act in (
            "change/",
            "delete/",
            "lines/",
            "lines/<int:line_id>/",
            "lines/<int:line_id>/remove/",
            "lines/<int:line_id>/put-back/",
        )
    },
    "api/projects": door(GET=ANY_MEMBER, POST=Rule(LEADS)),
    "api/projects/<project_id>": door(a_project, GET=NOT_MAKERS, PATCH=CHANGES_PROJECT, DELETE=DELETES_PROJECT),
    "api/projects/<project_id>/put-back": door(a_project, POST=NOBODY_HERE),
    "api/projects/<project_id>/state": door(a_project, PUT=CHANGES_PROJECT),
    "api/projects/<project_id>/mode": door(a_project, PUT=CHANGES_PROJECT),
    "api/projects/<project_id>/leads/<part>": door(a_project, PUT=CHANGES_PROJECT),
    "api/projects/<project_id>/seats": door(a_project, POST=CHANGES_PROJECT),
    "api/projects/<project_id>/seats/<seat_id>": door(a_project, DELETE=CHANGES_PROJECT),
    "api/projects/<project_id>/scope-items": door(a_project, GET=NOT_MAKERS, POST=CHANGES_PROJECT),
    "api/projects/<project_id>/scope-items/<scope_item_id>": door(
        a_project, PATCH=CHANGES_PROJECT, DELETE=CHANGES_PROJECT
    ),
    "api/projects/<project_id>/milestones": door(a_project, GET=NOT_MAKERS, POST=CHANGES_PROJECT),
    "api/projects/<project_id>/milestones/<milestone_id>": door(
        a_project, PATCH=CHANGES_PROJECT, DELETE=CHANGES_PROJECT
    ),
}


def a_mailbox(world: World) -> dict[str, Any]:
    return {"pk": world.more["mailbox"].pk, "mailbox_id": world.more["mailbox"].pk}


def a_file_of_mail(world: World) -> dict[str, Any]:
    return {"pk": world.more["letter_import"].pk}


def a_skipped_mail(world: World) -> dict[str, Any]:
    return {"pk": world.more["skipped"].pk}


LEADS_WORK = Rule(LEADS)
READS_MAILBOX = Rule(LEADS, refusal=404)
CHANGES_MAILBOX = Rule(frozenset({"owner", "token_read"}), hidden_from=frozenset({"maker", "finance"}))
"""The mailbox of the world is shared: whoever leads work reads it, an owner changes it."""
MAILBOXES = {
    "mailboxes/": door(GET=LEADS_WORK),
    "mailboxes/connect/": door(GET=LEADS_WORK, POST=LEADS_WORK),
    "mailboxes/<int:pk>/": door(a_mailbox, GET=READS_MAILBOX),
    "mailboxes/<int:pk>/change/": door(a_mailbox, GET=CHANGES_MAILBOX, POST=CHANGES_MAILBOX),
    "mailboxes/<int:pk>/look/": door(a_mailbox, POST=READS_MAILBOX),
    **{
        f"mailboxes/<int:pk>/{act}/": door(a_mailbox, POST=CHANGES_MAILBOX)
        for act in ("folders", "pause", "resume", "remove")
    },
    "mailboxes/skipped/<int:pk>/again/": door(a_skipped_mail, POST=READS_MAILBOX),
    "mailboxes/skipped/<int:pk>/give-up/": door(a_skipped_mail, POST=READS_MAILBOX),
    "mail-files/": door(GET=LEADS_WORK, POST=LEADS_WORK),
    "mail-files/<int:pk>/": door(a_file_of_mail, GET=OWNER_OF_IT),
    "mail-files/<int:pk>/call-off/": door(a_file_of_mail, POST=OWNER_OF_IT),
    "api/mailboxes": door(GET=ANY_MEMBER),
    "api/mailboxes/<mailbox_id>": door(a_mailbox, GET=READS_MAILBOX),
    "api/mailboxes/<mailbox_id>/look": door(a_mailbox, POST=READS_MAILBOX),
}

DOORS = {
    **INVENTORY,
    **TASKS,
    **TRANSITION,
    "": door(GET=ANY_MEMBER),
    "overview/": door(GET=ANY_MEMBER),
    **MAILBOXES,
    **CALLS,
    **CALENDARS,
    **CONVERSATIONS,
    **PEOPLE,
    **SIGN_IN,
    **SHELL,
    **API,
    **UPKEEP,
    **WORKLOG,
    **WORKLOG_API,
    **DIVISION,
    **CLIENTS,
    **PROJECTS,
}
