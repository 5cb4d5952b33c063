"""The desk's own server: bound to this machine, opened by a secret, and asked by its own page
alone.
"""

from __future__ import annotations

import secrets
import socket
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from kzstats.dataset.complaints import DataError
from kzstats.drafting import adding, amending, ids
from kzstats.drafting.candidates import OPEN
from kzstats.editing import offers, panels, view
from kzstats.editing.session import Now, Session
from kzstats.language import languages, noting
from kzstats.language.translation import translate
from kzstats.render import pens

HOST: Final = "127.0.0.1"
_COOKIE: Final = "kzstats-desk"
_LANG: Final = "kzstats-lang"
_LARGEST: Final = 100_000
_POLICY: Final = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; script-src 'self'; connect-src 'self'; "
    "img-src data:; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
_HEADERS: Final = {
    "Content-Security-Policy": _POLICY, "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store", "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}  # fmt: skip
Form = Mapping[str, str]
_HERE: Final = Path(__file__).parent


class Desk:
    """The answers of one desk; ``token`` opens it, ``day`` is that of what is written."""

    def __init__(
        self, session: Session, port: int, token: str, day: Callable[[], date], lang: str | None
    ) -> None:
        self.session, self.token, self.day, self.lang = session, token, day, lang
        self.origins = {f"http://{host}:{port}" for host in (HOST, "localhost")}

    @property
    def app(self) -> Starlette:
        """The application."""
        reads = {
            "/": self._page,
            "/review": self._review,
            "/edit.css": self._style,
            "/edit.js": self._script,
        }
        writes = {
            "/keep": self._keep,
            "/number": self._number,
            "/source": self._source,
            "/undo": self._undo,
            "/check": self._check,
            "/write": self._write,
        }
        routes = [
            Route(path, self._guarded(answer), methods=["GET"]) for path, answer in reads.items()
        ]
        routes += [
            Route(path, self._guarded(answer), methods=["POST"]) for path, answer in writes.items()
        ]
        return Starlette(routes=routes)

    def _guarded(
        self, answer: Callable[[Request, Form], Response]
    ) -> Callable[[Request], Awaitable[Response]]:
        """An answer to this desk's own page alone, with what keeps others out."""

        async def guarded(request: Request) -> Response:
            refused = self._refused(request)
            form: dict[str, str] = {}
            if refused is None and request.method == "POST":
                length = request.headers.get("content-length", "")
                body = (
                    await request.body() if length.isdecimal() and int(length) <= _LARGEST else b""
                )
                form = {
                    key: values[-1].strip()
                    for key, values in parse_qs(
                        body.decode("utf-8", "replace"), keep_blank_values=True
                    ).items()
                }
                if not secrets.compare_digest(form.get("token", ""), self.token):
                    refused = PlainTextResponse("The form is not of this desk.", 403)
            given = (
                refused
                if refused is not None
                else await run_in_threadpool(self._told, answer, request, form)
            )
            given.headers.update(_HEADERS)
            return given

        return guarded

    def _refused(self, request: Request) -> Response | None:
        """Why somebody is no one at this desk; nothing for who is."""
        if f"http://{request.headers.get('host', '')}" not in self.origins:
            return PlainTextResponse("This desk is asked by another name.", 421)
        origin = request.headers.get("origin")
        if request.method == "POST" and origin not in self.origins:
            return PlainTextResponse("This desk is asked from another page.", 403)
        if request.url.path == "/" and (given := request.query_params.get("token")) is not None:
            if secrets.compare_digest(given, self.token):
                answer = RedirectResponse("/", 303)
                answer.set_cookie(_COOKIE, self.token, httponly=True, samesite="strict")
                return answer
            return PlainTextResponse(
                "The address is not this desk's (open the one that kzstats edit shows).", 403
            )
        if not secrets.compare_digest(request.cookies.get(_COOKIE, ""), self.token):
            return PlainTextResponse(
                "Open the address that kzstats edit shows: it has the key to this desk.", 403
            )
        return None

    def _told(
        self, answer: Callable[[Request, Form], Response], request: Request, form: Form
    ) -> Response:
        with self.session.lock:
            try:
                given = answer(request, form)
            except DataError as error:
                lang = self._lang(request)
                problems = [view.problem(lang, one) for one in error.problems]
                given = HTMLResponse(
                    view.review(self.session, "", problems, lang, self.token, still=self._still()),
                    409,
                )
            except (LookupError, StopIteration):  # a form of a page that is older than the draft
                lang = self._lang(request)
                told = translate(lang, "The draft has changed meanwhile: look at it again.")
                given = HTMLResponse(view.review(self.session, "", [told], lang, self.token), 409)
        if (asked := request.query_params.get("lang")) in languages.LANGUAGES:
            given.set_cookie(_LANG, str(asked), samesite="strict")
        return given

    def _still(self) -> int:
        """How many numbers are open, where the draft can be read."""
        try:
            return len(self.session.now().open)
        except DataError:
            return 0

    def _lang(self, request: Request) -> str:
        asked = request.query_params.get("lang") or request.cookies.get(_LANG) or self.lang
        return (
            asked
            if asked in languages.LANGUAGES
            else languages.preferred(request.headers.get("accept-language"))
        )

    def _page(self, request: Request, _: Form) -> Response:
        asked = request.query_params.get("n", "")
        place = int(asked) if asked.isdecimal() else None
        return HTMLResponse(
            view.page(self.session, self.session.now(), place, self._lang(request), self.token)
        )

    def _style(self, _: Request, __: Form) -> Response:
        return Response(
            (_HERE / "edit.css").read_text(encoding="utf-8") + pens.style(), media_type="text/css"
        )

    def _script(self, _: Request, __: Form) -> Response:
        return Response((_HERE / "edit.js").read_bytes(), media_type="text/javascript")

    def _review(self, request: Request, _: Form) -> Response:
        lang, found = self._lang(request), self.session.outcome(self.day())
        news = panels.news(self.session, self.session.now(), found, lang)
        return HTMLResponse(
            view.review(self.session, found.difference, [], lang, self.token, news=news)
        )

    def _write(self, request: Request, form: Form) -> Response:
        lang, found = self._lang(request), self.session.outcome(self.day())
        if form.get("seen") != view.seen(found.difference):
            told = translate(
                lang, "The data or the draft changed meanwhile: look again at what will be written."
            )
            return HTMLResponse(
                view.review(self.session, found.difference, [told], lang, self.token), 409
            )
        try:
            adding.write(found)
        except OSError as error:
            return HTMLResponse(
                view.review(
                    self.session,
                    "",
                    [f"{error.filename}: {noting.said(lang, error.strerror or '')}"],
                    lang,
                    self.token,
                ),
                409,
            )
        written = translate(
            lang,
            "Written: {n} figures. Now hold them against the article: kzstats verify.",
            n=len(found.records),
        )
        return HTMLResponse(view.review(self.session, "", [], lang, self.token, written))

    def _keep(self, _: Request, form: Form) -> Response:
        now, place = self.session.now(), _place(form.get("record"))
        one = now.plain["records"][place]
        if form.get("again"):
            text = amending.amended(now.text, "records", place, {"skip": None})
        elif form.get("skip"):
            text = amending.amended(
                now.text, "records", place, {"skip": form.get("reason", "not_expressible")}
            )
        else:
            wanted = offers.chosen(one, form, amending.choices(now.text, "records", place))
            wanted |= offers.confirmed(one, form, self.day())
            if wanted.get("id") == one.get("id"):
                wanted["id"] = _followed(now, place, wanted)
            changes = offers.changed(one, wanted)
            text = amending.amended(now.text, "records", place, changes) if changes else now.text
            name = str(wanted.get("metric"))
            text = _limiting(now, text, name, wanted)
            if (sketch := now.plain.get("metrics", {}).get(name)) is not None:
                proposed = amending.choices(now.text, "metrics", name)
                if (title := offers.titled(sketch, form, proposed)) is not None:
                    text = amending.amended(text, "metrics", name, {"title": title})
        if text != now.text:
            self.session.decide(text)
        return self._on(_place(form.get("n")))

    def _number(self, _: Request, form: Form) -> Response:
        now, place = self.session.now(), _place(form.get("n"))
        number = next(one for one in now.numbers if one.place == place)
        if form.get("figure"):
            self.session.decide(self.session.figure_of(now, number))
            return RedirectResponse(f"/?n={place}#panel", 303)
        reason = form.get("reason", "not_expressible")
        if number.skipped is not None:
            old = now.plain["skipped"][number.skipped]
            text = amending.put(
                amending.without(now.text, "skipped", number.skipped),
                "skipped",
                {**old, "reason": reason},
            )
        else:
            words = self.session.article.words(number.token)
            text = amending.put(
                now.text, "skipped", {"source": self.session.name, "quote": words, "reason": reason}
            )
        self.session.decide(text)
        return self._on(place)

    def _source(self, _: Request, form: Form) -> Response:
        now = self.session.now()
        entry = now.plain.get("sources", {}).get(self.session.name, {})
        text = now.text
        for part, value in entry.items():
            if value == OPEN and form.get(part):
                text = re_opened(text, part, form[part])
        if text != now.text:
            self.session.decide(text)
        return RedirectResponse("/", 303)

    def _undo(self, _: Request, __: Form) -> Response:
        self.session.undo()
        return RedirectResponse("/", 303)

    def _check(self, request: Request, form: Form) -> Response:
        now, place = self.session.now(), _place(form.get("record"))
        one = now.plain["records"][place]
        wanted = offers.chosen(one, form, amending.choices(now.text, "records", place))
        return HTMLResponse(view.fragment(self.session, now, wanted, self._lang(request)))

    def _on(self, place: int) -> Response:
        """To the next open number, or to the same one where it still is."""
        left = [one.place for one in self.session.now().open]
        following = (
            place
            if place in left
            else next((other for other in left if other > place), left[0] if left else place)
        )
        return RedirectResponse(f"/?n={following}#panel", 303)


def _place(said: str | None) -> int:
    return int(said) if said is not None and said.isdecimal() else 0


def _followed(now: Now, place: int, wanted: Mapping[str, Any]) -> str:
    """The id of a figure after what was chosen of it."""
    others = (one.get("id") for at, one in enumerate(now.plain["records"]) if at != place)
    taken = {*map(str, others), *(record.id for record in now.dataset.records)}
    return ids.following(wanted, now.metrics(), taken)


def _limiting(now: Now, text: str, name: str, wanted: Mapping[str, Any]) -> str:
    """A draft whose new metric says by which dimensions its figures may be limited."""
    sketch = now.plain.get("metrics", {}).get(name)
    limited = wanted.get("dimensions", {})
    known = list(sketch.get("dimensions", ())) if sketch is not None else []
    more = [one for one in limited if one not in known] if isinstance(limited, Mapping) else []
    if sketch is None or not more:
        return text
    return amending.amended(text, "metrics", name, {"dimensions": [*known, *more]})


def re_opened(text: str, part: str, value: str) -> str:
    """A draft with an open part of its source filled in."""
    lines = text.split("\n")
    place = next(
        place for place, line in enumerate(lines) if line.strip().startswith(f'{part}: "?"')
    )
    start = lines[place][: len(lines[place]) - len(lines[place].lstrip())]
    lines[place] = f"{start}{amending.block_lines({part: value})[0].removeprefix('  - ')}"
    return "\n".join(lines)


def serve(
    session: Session,
    port: int,
    day: Callable[[], date],
    tell: Callable[[str], None],
    lang: str | None = None,
) -> None:
    """Serve a desk on this machine until it is stopped; ``tell`` is given the address that opens
    it.
    """
    import uvicorn  # noqa: PLC0415 - for this command alone

    with socket.socket() as bound:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((HOST, port))
        bound.listen(64)
        port = bound.getsockname()[1]
        token = secrets.token_urlsafe(24)
        desk = Desk(session, port, token, day, lang)
        tell(f"http://{HOST}:{port}/?token={token}")
        with suppress(KeyboardInterrupt):  # how a person ends the desk
            uvicorn.Server(
                uvicorn.Config(desk.app, log_level="warning", access_log=False, server_header=False)
            ).run(sockets=[bound])
