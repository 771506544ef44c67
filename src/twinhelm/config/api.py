"""The API: every area's router under one roof, one way to say who asks and one way to say no."""

from importlib import import_module
from importlib.metadata import version
from importlib.util import find_spec
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, AuthorizationError, HttpError, Throttled, ValidationError
from ninja.openapi.docs import Swagger
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

from twinhelm.config.areas import AREAS
from twinhelm.foundation.answers import Refusal
from twinhelm.foundation.api import Problem
from twinhelm.people.api import BrowserAuth, TokenAuth

PROBLEM = "application/problem+json"
SAID_NO = {
    "400": "The request can’t be read",
    "401": "Nobody is signed in",
    "403": "You may see this, and not do it",
    "404": "There is no such thing, or you may not see it",
    "405": "This can’t be done here",
    "409": "Things stand in the way",
    "410": "It was, and is no more",
    "422": "The input can’t be used as it is",
}


class Api(NinjaAPI):
    """Operations named after their functions, and every refusal described once for all of them."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__

    def get_openapi_schema(self, **parts: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(**parts)
        schema["components"]["schemas"]["Problem"] = Problem.model_json_schema()
        content = {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}
        for operations in schema["paths"].values():
            for operation in operations.values():
                for status, title in SAID_NO.items():
                    operation["responses"][int(status)] = {"description": title, "content": content}
        return schema


api = Api(
    title="Twinhelm",
    version=version("twinhelm"),
    description="Everything that the pages can do, for programs. A refusal is a problem document (RFC 9457).",
    auth=[TokenAuth(), BrowserAuth()],
    docs=Swagger({"persistAuthorization": False, "tryItOutEnabled": True, "deepLinking": True}),
    docs_decorator=require_safe,
    urls_namespace="api",
)
for area in AREAS:
    if find_spec(f"twinhelm.{area}.api") and hasattr(module := import_module(f"twinhelm.{area}.api"), "router"):
        api.add_router("", module.router)


def problem(status: int, code: str, detail: str, fields: dict[str, str] | None = None, url: str = "") -> HttpResponse:
    title = str(SAID_NO.get(str(status), _("This was not done")))
    body = Problem(title=title, status=status, code=code, detail=detail, fields=fields or {}, url=url)
    response = HttpResponse(body.model_dump_json(), status=status, content_type=PROBLEM)
    if status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


@api.exception_handler(Refusal)
def say_refusal(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    return problem(refusal.status, refusal.code, refusal.reason, refusal.fields, refusal.url)


@api.exception_handler(ValidationError)
def say_invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    fields = {".".join(str(part) for part in wrong["loc"][1:]): str(wrong["msg"]) for wrong in error.errors}
    return problem(422, "Invalid", _("Some of the input can’t be used."), fields)


@api.exception_handler(AuthenticationError)
def say_unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return problem(401, "NotSignedIn", _("Sign in, or send an access token that still counts."))


@api.exception_handler(AuthorizationError)
def say_forbidden(request: HttpRequest, error: AuthorizationError) -> HttpResponse:
    return problem(403, "NotPermitted", _("You may not do this."))


@api.exception_handler(Http404)
def say_missing(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem(404, "NotFound", _("There is no such thing, or you may not see it."))


@api.exception_handler(Throttled)
def say_slower(request: HttpRequest, error: Throttled) -> HttpResponse:
    return problem(429, "TooManyTries", _("Too many requests. Wait a little."))


@api.exception_handler(HttpError)
def say_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem(error.status_code, "NotPermitted" if error.status_code == 403 else "Unreadable", str(error))


@login_not_required
@csrf_exempt
def nothing_here(request: HttpRequest, rest: str = "") -> HttpResponseBase:
    return problem(404, "NotFound", _("There is no such address. The addresses are listed in /api/openapi.json."))
