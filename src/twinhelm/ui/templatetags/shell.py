"""Small words for templates."""

from django import template

register = template.Library()


@register.filter
def initials(name: str) -> str:
    """`Ana Reyes` → `AR`."""
    words = [word for word in name.split() if word[:1].isalnum()]
    ends = words[:1] + words[-1:] if len(words) > 1 else words
    return "".join(word[0] for word in ends).upper()
