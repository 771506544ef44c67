"""A division as a file: CSV for the table, PDF for the meeting."""

from pathlib import Path

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from twinhelm.foundation.printing import pdf_of
from twinhelm.people.models import Agency
from twinhelm.people.views.doors import MemberRequest
from twinhelm.ui.tables import csv_answer
from twinhelm.worklog.models import Division
from twinhelm.worklog.queries.division_document import document_of
from twinhelm.worklog.queries.division_page import division_page
from twinhelm.worklog.queries.division_tables import HEADER, table_of

TEMPLATE = Path(__file__).parents[1] / "templates/worklog/print/division.typ"


@require_safe
def table(request: MemberRequest, pk: int) -> StreamingHttpResponse:
    division = get_object_or_404(Division.objects.visible_to(request.user), pk=pk)
    return csv_answer(
        file_name(division), [str(head) for head in HEADER], table_of(division_page(division, request.user))
    )


@require_safe
def printed(request: MemberRequest, pk: int) -> HttpResponse:
    """The document for the table, where everybody reads it: what somebody likes stays out, whoever prints."""
    division = get_object_or_404(Division.objects.visible_to(request.user), pk=pk)
    document = document_of(division_page(division, None), agency_name())
    answer = HttpResponse(pdf_of(TEMPLATE, document), content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{file_name(division)}.pdf"'
    return answer


def file_name(division: Division) -> str:
    return _("division-%(day)s") % {"day": f"{division.made_at:%Y-%m-%d}"}


def agency_name() -> str:
    agency = Agency.objects.first()
    return agency.name if agency else "Twinhelm"
