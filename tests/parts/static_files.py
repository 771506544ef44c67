"""The static files, looked up once for a whole run: each browser of the tests would list them again for its first request."""

from whitenoise.middleware import WhiteNoiseMiddleware

look_up = WhiteNoiseMiddleware.add_files_from_finders
found: dict[str, object] = {}


def list_static_files_once() -> None:
    """For the whole test run."""
    WhiteNoiseMiddleware.add_files_from_finders = remember


def remember(self: WhiteNoiseMiddleware) -> None:
    if not found:
        look_up(self)
        found.update(self.files)
    self.files.update(found)
