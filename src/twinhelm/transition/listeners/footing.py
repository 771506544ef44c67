"""The card below mails to a client: every process that writes mail has to know it."""

from twinhelm.transition.queries import footer  # noqa: F401  registers it
