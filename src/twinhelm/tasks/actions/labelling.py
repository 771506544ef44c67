"""Labels of tasks: found by name, made when they are new."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db.models.functions import Lower

from twinhelm.tasks.models import Label, Task

Through = Task.labels.through
EACH = 500


def labels_by_name(names: Iterable[str], *, at: datetime) -> dict[str, Label]:
    """By the name in small letters. Cost: one query, three if some are new."""
    wanted = {name.casefold(): name for name in names}
    found = named(wanted)
    if missing := [name for key, name in wanted.items() if key not in found]:
        Label.objects.bulk_create([Label(name=name, made_at=at) for name in sorted(missing)], ignore_conflicts=True)
        found = named(wanted)
    return found


def named(wanted: Mapping[str, str]) -> dict[str, Label]:
    """The database and we may make small letters differently, so both ways are asked for."""
    names = [*wanted.values(), *wanted, *(name.lower() for name in wanted.values())]
    rows = Label.objects.annotate(small=Lower("name")).filter(small__in=names)
    return {label.name.casefold(): label for label in rows}


def labels_of(keys: Sequence[int]) -> dict[int, list[str]]:
    """Names by task. Cost: one query."""
    found: dict[int, list[str]] = {}
    if keys:
        for key, name in Through.objects.filter(task_id__in=keys).values_list("task_id", "label__name"):
            found.setdefault(key, []).append(name)
    return {key: sorted(names, key=str.casefold) for key, names in found.items()}


def put_labels(wanted: Mapping[int, Sequence[str]], *, at: datetime) -> None:
    """Each task bears just these. Cost: constant."""
    Through.objects.filter(task_id__in=list(wanted)).delete()
    add_labels(wanted, at=at)


def add_labels(wanted: Mapping[int, Sequence[str]], *, at: datetime) -> None:
    """To tasks that bear none yet."""
    labels = labels_by_name({name for names in wanted.values() for name in names}, at=at)
    rows = [
        Through(task_id=key, label_id=labels[name.casefold()].pk)
        for key, names in wanted.items()
        for name in names
        if name.casefold() in labels
    ]
    Through.objects.bulk_create(rows, batch_size=EACH)
