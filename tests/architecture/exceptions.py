"""What the rules of the house do not hold for, each with its reason. This list may only shrink."""

TOO_LONG: dict[str, str] = {}
"""File, or file and function, past its budget."""

REACHES_UP = {
    "worklog.Correction.responsibility": "the catalogue asks whether a line is still used before it retires it",
    "worklog.SortingRule.responsibility": "the catalogue asks whether a line is still used before it retires it",
    "worklog.WorkEntry.responsibility": "the catalogue asks whether a line is still used before it retires it",
    "worklog.WorkEntry.member": "only worklog uses the name",
    "worklog.Liking.member": "only worklog uses the name",
}
"""Relation by whose name a lower area knows a higher one."""

SMALL_KEYS = {
    "auth.Group": "not used",
    "auth.Permission": "one row for each model and verb",
    "contenttypes.ContentType": "one row for each model",
    "account.EmailAddress": "a row for each member",
    "account.EmailConfirmation": "not used: confirmations are signed",
    "socialaccount.SocialAccount": "a row for each member",
    "socialaccount.SocialApp": "not used: the provider comes from the settings",
    "socialaccount.SocialToken": "not used",
}
"""Model of a library with a 32-bit key, and why that is wide enough."""

UNESCAPED = {
    "people/templates/ninja/swagger.html": "the library's own page about the API: settings as JSON, escaped by the library",
}
"""File that puts text into a page without escaping it."""

WRITES_ELSEWHERE: dict[str, str] = {}
"""File outside actions that writes rows."""

UNSAFE_MIGRATIONS = {
    "worklog 0002_intake": "before the first release",
    "worklog 0007_drop_seat_reason": "before the first release",
    "worklog 0009_counted_by_itself": "unique only among rows that the version before never makes",
}
"""Migration that could not be rolled out while the version before it runs."""
