"""The data addresses: ``/api/records.csv`` and its like, read only.

Every answer has an ETag and honours ``If-None-Match``; every refusal is an RFC 9457 problem that
names the parameter and what is allowed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kzstats import answers, extracts, guard, marks, paper
from kzstats.extracts import QuestionError, as_json
from kzstats.live import Served, Shelf
from kzstats.plain import DataError

_LONGEST_QUERY = 8000

Answer = Callable[[Request, Served], Response]


def application(shelf: Shelf, home: str) -> Starlette:
    """The data addresses as an application, to be mounted at ``/api``; ``home`` is the address they have where no request names one."""

    def file(extension: str, media_type: str) -> Answer:
        def answer(request: Request, served: Served) -> Response:
            asked = extracts.question(served.dataset, _pairs(request))
            body = answers.answer(served, asked, extension, _home(request, home))
            name = asked.file_name(extension)
            return _found(request, body, media_type, {"Content-Disposition": f'attachment; filename="{_ascii(name)}"'})

        return answer

    def chart(extension: str) -> Answer:
        def answer(request: Request, served: Served) -> Response:
            asked = extracts.question(served.dataset, _pairs(request, "source", "publisher", "from", "to", "lang"))
            name = request.path_params["name"]
            metric = name.partition("-")[0]
            if metric not in served.dataset.metrics:
                raise HTTPException(404, f"no chart has the name {name[:80]!r} (a chart is named by its metric: /api/metrics.json lists them)")
            chosen, silent = extracts.select(served.frame(asked.lang), asked), extracts.select(served.unstated, asked)
            pictures = {picture.name: picture for picture in marks.pictures(served.dataset, chosen, silent, metric, asked.lang)}
            if name not in pictures:
                raise HTTPException(404, f"the selection has no figure for the chart {name!r} (ask for other years or sources)")
            address = _home(request, home).rstrip("/") + asked.chart_address(name, extension)
            if extension == "svg":
                return _found(request, paper.svg(pictures[name], address).encode(), "image/svg+xml")
            return _found(request, paper.png(pictures[name], address), "image/png")

        return answer

    def record(request: Request, served: Served) -> Response:
        lang = extracts.question(served.dataset, _pairs(request, "lang")).lang
        frame, sought = served.frame(lang), request.path_params["record"]
        rows = extracts.rows(frame[frame["record"] == sought])
        if not rows:
            raise HTTPException(404, f"no record has the id {sought[:80]!r} (/api/records.json lists all)")
        found = rows[0] | {"address": extracts.record_address(sought, _home(request, home)), "source": _source(served, rows[0]["source"])}
        return _found(request, as_json(found), "application/json")

    def metrics(request: Request, served: Served) -> Response:
        _pairs(request, None)
        described = {name: metric.model_dump(mode="json") for name, metric in served.dataset.metrics.items()}
        return _found(request, as_json({"metrics": described}), "application/json")

    def sources(request: Request, served: Served) -> Response:
        _pairs(request, None)
        described = {name: _source(served, name) for name in served.dataset.sources}
        return _found(request, as_json({"sources": described}), "application/json")

    def health(request: Request, served: Served) -> Response:
        state = {
            "status": "degraded" if served.problems else "ok",
            "records": len(served.dataset.records),
            "changed": served.changed.isoformat(),
            "data": served.digest,
            "since": served.broken_since.isoformat(timespec="seconds") if served.broken_since else None,
            "problems": [str(problem) for problem in served.problems],
        }
        return Response(as_json(state), media_type="application/json", headers={"Cache-Control": "no-store"})

    def route(path: str, answer: Answer) -> Route:
        def endpoint(request: Request) -> Response:  # not async: Starlette runs it in a thread, so a long answer holds up nobody
            try:
                return answer(request, shelf.served())
            except QuestionError as error:
                return problem(400, "The question cannot be answered", str(error), parameter=error.parameter, allowed=list(error.allowed))
            except DataError as error:
                return problem(503, "The data cannot be read", str(error), headers={"Retry-After": "60"})

        return Route(path, endpoint, methods=["GET"])

    return Starlette(
        routes=[
            *(route(f"/records.{extension}", file(extension, media_type)) for extension, media_type in extracts.FORMATS.items()),
            route("/brief.pdf", file("pdf", "application/pdf")),
            route("/records/{record}.json", record),
            *(route(f"/charts/{{name}}.{extension}", chart(extension)) for extension in ("svg", "png")),
            route("/metrics.json", metrics),
            route("/sources.json", sources),
            route("/health", health),
        ],
        exception_handlers={HTTPException: _http_problem},
    )


def problem(status: int, title: str, detail: str, headers: dict[str, str] | None = None, **more: Any) -> Response:
    """A refusal as RFC 9457 problem details."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail} | more
    return Response(as_json(body), status, {"Cache-Control": "no-store", **(headers or {})}, "application/problem+json")


def _http_problem(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    titles = {404: "Not found", 405: "Method not allowed"}
    detail = error.detail
    if error.status_code == 404 and detail == "Not Found":
        known = "/api/records.csv, /api/brief.pdf, /api/charts/METRIC.svg, /api/metrics.json, /api/sources.json or /api/health"
        detail = f"no data at this address (try {known})"
    return problem(error.status_code, titles.get(error.status_code, error.detail), detail, dict(error.headers or {}))


def _pairs(request: Request, *only: str | None) -> list[tuple[str, str]]:
    """The parameters of an address; ``only`` names those that mean something there (``None``: none does)."""
    query: str = request.scope["query_string"].decode("latin-1")
    if len(query) > _LONGEST_QUERY:
        raise QuestionError("query", query[:20], f"is longer than {_LONGEST_QUERY} characters", ["a shorter question"])
    pairs = request.query_params.multi_items()
    for name, said in pairs:
        if only and name not in only:
            raise QuestionError(name, said, "belongs to a parameter that means nothing here", [name for name in only if name] or ["no parameters"])
    return pairs


def _home(request: Request, home: str) -> str:
    """The address that the reader came by, where the doors before this application say it."""
    return request.headers.get(guard.HOME, home)


def _source(served: Served, name: str) -> dict[str, Any]:
    described: dict[str, Any] = {"id": name} | served.dataset.sources[name].model_dump(mode="json", exclude={"published"})
    return described | {"published": served.dataset.sources[name].published.text}


def _found(request: Request, body: bytes, media_type: str, headers: dict[str, str] | None = None) -> Response:
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    kept = {"ETag": tag, "Cache-Control": "public, max-age=0, must-revalidate", "Access-Control-Allow-Origin": "*", **(headers or {})}
    sent = [part.strip().removeprefix("W/") for part in ",".join(request.headers.getlist("if-none-match")).split(",")]
    if tag in sent or "*" in sent:
        return Response(status_code=304, headers=kept)
    return Response(body, 200, kept, media_type)


def _ascii(name: str) -> str:
    """A file name without what a header cannot carry."""
    return name.encode("ascii", "ignore").decode().replace('"', "")
