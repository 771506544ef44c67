"""What the work tells areas below and above: what is handed over with a client, and what makes a client demanding."""

from twinhelm.tasks.actions import giving  # noqa: F401  registers what is handed over
from twinhelm.tasks.queries import demanding  # noqa: F401  makes the factors known
