"""What every page of the area asks first: who, which day it is for them, which period."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.http import HttpRequest, StreamingHttpResponse

from twinhelm.foundation import clock
from twinhelm.people.models import Member
from twinhelm.reading.writing import csv_blocks


class MemberRequest(HttpRequest):
    """A request of somebody who is signed in."""

    user: Member


def today_of(request: MemberRequest) -> date:
    return clock.day_in(request.user.zone, clock.now())


def csv_answer(name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> StreamingHttpResponse:
    """A file of this name; no cell of it can run as a formula."""
    answer = StreamingHttpResponse(csv_blocks(header, rows), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer
