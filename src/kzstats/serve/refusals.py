"""Refusals of the data addresses, each an RFC 9457 problem that says what may be asked instead."""

from __future__ import annotations

from typing import Any, Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from kzstats.dataset.complaints import DataError
from kzstats.exports.extracts import as_json
from kzstats.query.addresses import QueryError
from kzstats.render.press import PressError
from kzstats.serve.desk import BusyError, EndingError

REFUSED: Final = (QueryError, DataError, BusyError, EndingError, PressError)
"""What an answer can come to grief over."""
CORS: Final = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Content-Disposition, Retry-After, Link",
}
"""The headers by which pages of other hosts may read an answer, and a refusal."""


def of(error: Exception) -> Response:
    """The refusal of what was asked."""
    if isinstance(error, QueryError):
        return problem(
            400,
            "The query cannot be answered",
            str(error),
            parameter=error.parameter,
            allowed=list(error.allowed),
        )
    if isinstance(error, DataError):
        return problem(503, "The data cannot be read", error.summary, {"Retry-After": "60"})
    if isinstance(error, BusyError):
        after = {"Retry-After": str(error.after)}
        return problem(503, "Too much is being asked for", str(error), after)
    what = f"{error} (ask for less, or again)"
    return problem(503, "The answer could not be made", what, {"Retry-After": "10"})


def problem(
    status: int, title: str, detail: str, headers: dict[str, str] | None = None, **more: Any
) -> Response:
    """A refusal as RFC 9457 problem details."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail} | more
    return Response(
        as_json(body),
        status,
        {"Cache-Control": "no-store", **CORS, **(headers or {})},
        "application/problem+json",
    )


def of_http(request: Request, error: Exception) -> Response:
    """The refusal of an address or a method."""
    assert isinstance(error, HTTPException)
    titles = {404: "Not found", 405: "Method not allowed"}
    detail = error.detail
    if error.status_code == 404 and detail == "Not Found":
        known = (
            "/api/records.csv, /api/brief.pdf, /api/charts/METRIC.svg, /api/metrics.json, "
            "/api/sources.json or /api/health"
        )
        detail = f"no data at this address (try {known})"
    return problem(
        error.status_code,
        titles.get(error.status_code, error.detail),
        detail,
        dict(error.headers or {}),
    )
