"""One port: Django behind a thread pool, and room beside it for what streams."""

import os
from typing import Any

from a2wsgi import WSGIMiddleware

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "twinhelm.config.settings")

from django.core.wsgi import get_wsgi_application

THREADS = 8
django: Any = get_wsgi_application()
pages: Any = WSGIMiddleware(django, workers=THREADS)

from twinhelm.config import live  # noqa: E402  it reads rows, so Django must stand
from twinhelm.config.live import Message, Receive, Send  # noqa: E402
from twinhelm.foundation.live import PATH  # noqa: E402


async def application(scope: Message, receive: Receive, send: Send) -> None:
    """What streams has its own branch, because a thread that streams is a thread lost."""
    if scope["type"] == "http" and scope["path"] == PATH:
        await live.answer(scope, receive, send)
    elif scope["type"] == "http":
        await pages(scope, receive, send)
    elif scope["type"] == "lifespan":
        await life(receive, send)


async def life(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            live.close_with_the_server()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
