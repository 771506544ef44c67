"""Tables to take along."""

from collections.abc import Iterable, Sequence

from django.http import StreamingHttpResponse

from twinhelm.reading.writing import csv_blocks


def csv_answer(name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> StreamingHttpResponse:
    """A file of this name; no cell of it can run as a formula."""
    answer = StreamingHttpResponse(csv_blocks(header, rows), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer
