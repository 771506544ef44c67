"""Posts: what somebody can be asked to lead."""

from dataclasses import dataclass

from twinhelm.inventory.choices import Hat


@dataclass(frozen=True, slots=True)
class Post:
    """One hat at a client or, with a project, at that project of the client."""

    client_id: int
    hat: Hat
    project_id: int | None = None

    @property
    def key(self) -> str:
        """Names it in problems and digests."""
        place = f"p{self.project_id}" if self.project_id else f"c{self.client_id}"
        return f"{place}:{self.hat}"

    @property
    def hats(self) -> tuple[Hat, ...]:
        """Account and production, where it is both."""
        return (Hat.ACCOUNT, Hat.PRODUCTION) if self.hat == Hat.BOTH else (self.hat,)
