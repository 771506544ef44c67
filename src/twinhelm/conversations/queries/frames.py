"""A mail's own layout as a page of its own, in which nothing runs and nothing is fetched unasked."""

from html import escape

from django.urls import reverse

from twinhelm.conversations.models import Attachment, Message
from twinhelm.letters import with_inline_pictures, with_pictures

SHEET = (
    "html{color-scheme:light;background:#fff;color:#1a1c1e;font:15px/1.5 system-ui,sans-serif;"
    "overflow-wrap:anywhere}body{margin:0;padding:1px}img{max-width:100%;height:auto}table{max-width:100%}"
    "blockquote{margin:.5em 0;padding-left:1em;border-left:2px solid #ccd}a{color:#1c4fa8}"
)


def framed(message: Message, *, remote: bool) -> str:
    """remote: pictures from elsewhere are shown. Cost: one query."""
    own = Attachment.objects.filter(message=message).exclude(content_id="").exclude(key="")
    addresses = {one.content_id: reverse("conversations:attachment", args=[one.pk]) for one in own}
    inner = with_inline_pictures(message.body.html, addresses)
    if remote:
        inner = with_pictures(inner)
    return (
        f'<!doctype html><html><head><meta charset="utf-8"><base target="_blank"><title>{escape(message.subject)}'
        f"</title><style>{SHEET}</style></head><body>{inner}</body></html>"
    )


def policy_of(origin: str, *, remote: bool) -> str:
    """Only the files of mails, and other pictures once somebody asked for them. The frame runs no script at all."""
    pictures = f"{origin.rstrip('/')}/conversations/attachments/{' https:' if remote else ''}"
    return (
        f"default-src 'none'; style-src 'unsafe-inline'; img-src {pictures}; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'self'; sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox"
    )
