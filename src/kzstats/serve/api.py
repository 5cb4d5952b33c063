"""The data addresses: ``/api/records.csv`` and its like, read only.

Every answer has an ETag, made from the query and the version of the data before any work, and
honours ``If-None-Match``; every refusal is an RFC 9457 problem that names the parameter and what is
allowed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, ParamSpec, TypeVar
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from kzstats import settings
from kzstats.content import marks
from kzstats.dataset.memory import remembered
from kzstats.dataset.model import Dataset
from kzstats.exports import descriptors, export, extracts
from kzstats.exports.extracts import as_json
from kzstats.query import addresses, frames, selection
from kzstats.query.addresses import Query, QueryError
from kzstats.query.versions import Snapshot, Store
from kzstats.serve import guard, refusals, tags
from kzstats.serve.desk import Desk, Lane
from kzstats.serve.refusals import CORS

LONGEST_QUERY: Final = 8000
MOST_ROWS: Final[Mapping[str, int]] = {"xlsx": 50_000}
"""The most rows of a format that cannot be made of any number of them in reasonable time."""
_SOON: Final = 0.05
"""How long the health waits, in seconds, for a look at the data file; another may be reading a new
one.
"""
_NAMED: Final = 20
"""How many of the records whose check fails the health names."""
_PRESSED: Final = ("pdf", "png", "preview.png", "xlsx")
_PICTURES: Final = {"preview.png": "image/png", "svg": "image/svg+xml", "png": "image/png"}
"""The forms of a chart's picture, the longer name first: it ends like another."""
_PACKED: Final = ("csv", "csv2", "json", "svg")
_PREFLIGHT: Final = CORS | {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "If-None-Match, Range",
    "Access-Control-Max-Age": "86400",
}

P = ParamSpec("P")
R = TypeVar("R")
Endpoint = Callable[[Request, Snapshot], Awaitable[Response]]


def application(store: Store, base_url: str, desk: Desk | None = None) -> Starlette:
    """The data addresses as an application, to be mounted at ``/api``.

    ``base_url`` is the address they have where no request names one; without a desk all is made in
    this process.
    """
    looker = ThreadPoolExecutor(1, thread_name_prefix="kzstats-look")
    return _Service(store, base_url, desk or Desk(), looker).application()


@dataclass(frozen=True, slots=True)
class _Service:
    """What the data addresses are answered with: the data, the address they have by themselves, the
    desk, and a thread that looks.
    """

    store: Store
    base_url: str
    desk: Desk
    looker: Executor

    def application(self) -> Starlette:
        """All addresses, with their refusals."""
        return Starlette(
            routes=[
                *(
                    self._route(f"/records.{extension}", self._file(extension, media_type))
                    for extension, media_type in addresses.FORMATS.items()
                ),
                self._route("/records.csv-metadata.json", self._csv_metadata),
                self._route("/brief.pdf", self._file("pdf", "application/pdf")),
                self._route("/records/{record}.json", self._record),
                *(
                    self._route(f"/charts/{{name}}.{kind}", self._chart(kind, media_type))
                    for kind, media_type in _PICTURES.items()
                ),
                self._route("/metrics.json", self._metrics),
                self._route("/sources.json", self._sources),
                self._route("/health", self._health, at_once=True),
            ],
            exception_handlers={HTTPException: refusals.of_http},
        )

    def _base_url(self, request: Request) -> str:
        """The address that the reader came by, where the doors before this application say it."""
        return settings.base_url_of(request.headers, self.base_url)

    def _tag(
        self, request: Request, snapshot: Snapshot, kind: str, query: Query, *more: str
    ) -> str:
        """A name for all that an answer is made from; nothing is made for it."""
        return tags.tag(snapshot.version, self._base_url(request), kind, query.pairs(), *more)

    async def _aside(self, function: Callable[P, R], *given: P.args, **more: P.kwargs) -> R:
        """What takes some milliseconds of many figures, out of the way of the pages' sockets."""
        return await asyncio.get_running_loop().run_in_executor(
            self.looker, partial(function, *given, **more)
        )

    async def _found(
        self,
        request: Request,
        snapshot: Snapshot,
        media_type: str,
        tag: str,
        parts: Callable[[], Iterable[bytes]],
        kind: str,
        **headers: str,
    ) -> Response:
        """What is at an address, by its tag: for those who have it or ask for no body, nothing is
        made.
        """
        kept = _kept(tag) | headers
        if tags.is_known(request.headers, tag):
            return Response(status_code=304, headers=kept)
        made = self.desk.at_hand(tag)
        if made is None and request.method != "HEAD":
            lane: Lane = "press" if kind in _PRESSED else "here"
            made = await asyncio.shield(
                asyncio.wrap_future(self.desk.ask(tag, parts, lane, kind in _PACKED))
            )
        packs = (
            made is not None
            and made.packed
            and "gzip" in request.headers.get("accept-encoding", "")
        )
        if made is not None:
            kept["Content-Encoding"] = "gzip" if packs else guard.AS_IS
            kept["Content-Length"] = str(len(made.body) if packs else made.size)
        if made is None or request.method == "HEAD":
            answer = Response(headers=kept, media_type=media_type)
            if made is None:
                del answer.headers["content-length"]  # not known before the answer is made
            return answer
        await self.desk.turn(len(made.body) if packs else made.size)
        pieces = made.sent(packs)

        async def send() -> Any:
            for piece in pieces:
                yield piece

        return StreamingResponse(send(), headers=kept, media_type=media_type)

    def _file(self, extension: str, media_type: str) -> Endpoint:
        async def answer(request: Request, snapshot: Snapshot) -> Response:
            query = addresses.parse(snapshot.dataset, _pairs(request))
            most = MOST_ROWS.get(extension)
            if (
                most is not None
                and len(snapshot.dataset.records) > most
                and (rows := len((await self._aside(selection.select, snapshot, query)).records))
                > most
            ):
                return refusals.problem(
                    413,
                    "Too many rows for this format",
                    f"{rows} rows are more than the {most} that .{extension} can have "
                    f"(ask for .csv or .parquet, which have no such limit, or for other years, "
                    f"sources or metrics)",
                    rows=rows,
                    most=most,
                    instead=[query.address("csv"), query.address("parquet")],
                )
            headers = {
                "Content-Disposition": f"attachment; "
                f'filename="{_ascii(query.file_name(extension))}"'
            }
            if extension == "csv":
                described = f"records.csv-metadata.json{_query(request)}"
                headers["Link"] = f'<{described}>; rel="describedby"; type="application/csvm+json"'
            return await self._found(
                request,
                snapshot,
                media_type,
                self._tag(request, snapshot, extension, query),
                lambda: export.parts(
                    snapshot, query, extension, self._base_url(request), self.desk.maker
                ),
                extension,
                **headers,
            )

        return answer

    def _chart(self, extension: str, media_type: str) -> Endpoint:
        async def answer(request: Request, snapshot: Snapshot) -> Response:
            query = addresses.parse(
                snapshot.dataset, _pairs(request, *addresses.SEVERAL[1:], "from", "to", "lang")
            )
            name = request.path_params["name"]
            metric = name.partition("-")[0]
            if metric not in snapshot.dataset.metrics:
                raise HTTPException(
                    404,
                    f"no chart has the name {name[:80]!r} (a chart is named by its metric: "
                    f"/api/metrics.json lists them)",
                )
            tag = self._tag(request, snapshot, extension, query, name)
            if (
                not tags.is_known(request.headers, tag)
                and self.desk.at_hand(tag) is None
                and name not in await self._aside(_names, snapshot, query, metric)
            ):
                raise HTTPException(
                    404,
                    f"the selection has no figure for the chart {name!r} (ask for other years or "
                    f"sources)",
                )
            return await self._found(
                request,
                snapshot,
                media_type,
                tag,
                lambda: export.chart(
                    snapshot, query, name, extension, self._base_url(request), self.desk.maker
                ),
                extension,
                **{
                    "Content-Disposition": f"inline; "
                    f'filename="{_ascii(query.file_name(extension, name))}"'
                },
            )

        return answer

    async def _csv_metadata(self, request: Request, snapshot: Snapshot) -> Response:
        query = addresses.parse(snapshot.dataset, _pairs(request))
        described = f"records.csv{_query(request)}"

        def made() -> Iterable[bytes]:
            rows = export.answering(snapshot, query)
            yield as_json(
                descriptors.csv_on_the_web(
                    snapshot, rows, query, self._base_url(request), described
                )
            )

        tag = self._tag(request, snapshot, "csvm", query, described)
        return await self._found(request, snapshot, "application/csvm+json", tag, made, "json")

    async def _record(self, request: Request, snapshot: Snapshot) -> Response:
        lang = addresses.parse(snapshot.dataset, _pairs(request, "lang")).lang
        sought = request.path_params["record"]
        place = _places(snapshot.dataset).get(sought)
        if place is None:
            raise HTTPException(
                404, f"no record has the id {sought[:80]!r} (/api/records.json lists all)"
            )
        tag = self._tag(request, snapshot, "record", Query(lang=lang), sought)
        (row,) = extracts.rows(
            frames.table(
                snapshot.dataset, lang, {sought: snapshot.standings[sought].check}, [place]
            )
        )
        said = export.record(snapshot, row, self._base_url(request), lang)
        return _said(request, tag, said)

    async def _metrics(self, request: Request, snapshot: Snapshot) -> Response:
        _pairs(request, None)
        described = {
            name: metric.model_dump(mode="json")
            for name, metric in snapshot.dataset.metrics.items()
        }
        return _said(
            request,
            self._tag(request, snapshot, "metrics", Query()),
            {"metrics": described},
        )

    async def _sources(self, request: Request, snapshot: Snapshot) -> Response:
        _pairs(request, None)

        def described() -> Iterable[bytes]:
            yield as_json(
                {
                    "sources": {
                        name: export.source(snapshot, name) for name in snapshot.dataset.sources
                    }
                }
            )

        tag = self._tag(request, snapshot, "sources", Query())
        return await self._found(request, snapshot, "application/json", tag, described, "json")

    async def _health(self, request: Request, snapshot: Snapshot) -> Response:
        troubles = [
            trouble for trouble in (snapshot.broken, snapshot.ledger_broken) if trouble is not None
        ]
        state = {
            "status": "degraded" if troubles else "ok",
            "records": len(snapshot.dataset.records),
            "changed": snapshot.changed.isoformat(),
            "data": snapshot.digest,
            "since": min(trouble.since for trouble in troubles).isoformat(timespec="seconds")
            if troubles
            else None,
            "problems": [trouble.summary for trouble in troubles],
            "failing": {"records": len(snapshot.failing), "ids": list(snapshot.failing[:_NAMED])},
        }
        return Response(
            as_json(state),
            media_type="application/json",
            headers={"Cache-Control": "no-store"} | CORS,
        )

    def _route(self, path: str, answer: Endpoint, *, at_once: bool = False) -> Route:
        """An address with its answer; ``at_once`` of the version that is at hand, whatever else is
        being asked for and looked at.
        """

        async def endpoint(request: Request) -> Response:
            if request.method == "OPTIONS":
                return Response(status_code=204, headers=_PREFLIGHT)
            if not at_once:
                await self.desk.turn()
            look = asyncio.get_running_loop().run_in_executor(self.looker, self.store.snapshot)
            try:
                if at_once:
                    await asyncio.wait([look], timeout=_SOON)
                snapshot = self.store.last if at_once and not look.done() else None
                return await answer(request, snapshot or await look)
            except refusals.REFUSED as error:
                return refusals.of(error)

        return Route(path, endpoint, methods=["GET", "OPTIONS"])


def _names(snapshot: Snapshot, query: Query, metric: str) -> list[str]:
    return marks.names(selection.select(snapshot, query), metric)


def well_known() -> Route:
    """Where metadata of a CSV stand that names none itself (CSV on the Web, section 5.3)."""

    def csvm(_request: Request) -> Response:
        return Response("{+url}-metadata.json\n", media_type="text/plain")

    return Route("/.well-known/csvm", csvm, methods=["GET"])


def _pairs(request: Request, *only: str | None) -> list[tuple[str, str]]:
    """The parameters of an address; ``only`` names those that mean something there (``None``: none
    does).
    """
    query: str = request.scope["query_string"].decode("latin-1")
    if len(query) > LONGEST_QUERY:
        raise QueryError(
            "query",
            query[:20],
            f"is longer than {LONGEST_QUERY} characters",
            ["a shorter query"],
        )
    pairs = request.query_params.multi_items()
    for name, said in pairs:
        if only and name not in only:
            raise QueryError(
                name,
                said,
                "belongs to a parameter that means nothing here",
                [name for name in only if name] or ["no parameters"],
            )
    return pairs


def _query(request: Request) -> str:
    """The query of an address as it was asked, so that a description names the very address that it
    is of; without what ends a header's link.
    """
    query = quote(request.scope["query_string"], safe="!$&'()*+,-./:;=?@_~%")
    return f"?{query}" if query else ""


def _said(request: Request, tag: str, said: Any) -> Response:
    """A small answer, made at once."""
    if tags.is_known(request.headers, tag):
        return Response(status_code=304, headers=_kept(tag))
    return Response(as_json(said), 200, _kept(tag), "application/json")


def _kept(tag: str) -> dict[str, str]:
    """The headers of every answer that may be kept, also of the one that says that it may still be
    used.
    """
    cached = {
        "ETag": f'"{tag}"',
        "Cache-Control": "public, max-age=0, must-revalidate",
        "Vary": "Accept-Encoding",
        "Accept-Ranges": "none",
    }
    return cached | CORS


@remembered(1)
def _places(dataset: Dataset) -> Mapping[str, int]:
    """Where each record stands."""
    return {record.id: place for place, record in enumerate(dataset.records)}


def _ascii(name: str) -> str:
    """A file name without what a header cannot carry."""
    return name.encode("ascii", "ignore").decode().replace('"', "")
