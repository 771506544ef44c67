"""One port: Django behind a thread pool, and room beside it for what streams."""

import os
from collections.abc import Awaitable, Callable
from typing import Any

from a2wsgi import WSGIMiddleware

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "twinhelm.config.settings")

from django.core.wsgi import get_wsgi_application

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
THREADS = 8
django: Any = get_wsgi_application()
pages: Any = WSGIMiddleware(django, workers=THREADS)


async def application(scope: Message, receive: Receive, send: Send) -> None:
    """Streams may get their own branch here, because a thread that streams is a thread lost."""
    if scope["type"] == "http":
        await pages(scope, receive, send)
    elif scope["type"] == "lifespan":
        await live(receive, send)


async def live(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
