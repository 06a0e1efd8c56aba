"""The newest generation → an ASGI application: SPARQL 1.1 Protocol at `/sparql`, a page at `/`."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from kg.view.endpoint.answer import Answerer, send_refusal, send_whole
from kg.view.endpoint.description import describe
from kg.view.endpoint.job import Job
from kg.view.endpoint.limits import Limits
from kg.view.endpoint.negotiation import BINDINGS, BOOLEAN, GRAPH, choose, prefers_html
from kg.view.endpoint.page import HEADERS, Outcome, render_page
from kg.view.endpoint.questions import Question, load_questions
from kg.view.endpoint.refusal import Refusal
from kg.view.endpoint.request import ClientGone, ProtocolRequest, read_request
from kg.view.endpoint.workers import Pool

PATH = "/sparql"
_PAGE_TYPES: dict[str, str | None] = {
    BINDINGS: "application/sparql-results+json",
    BOOLEAN: "application/sparql-results+json",
    GRAPH: "application/n-triples",
}
_METHODS = "GET, HEAD, POST, OPTIONS"


class Endpoint:
    """Answers the requests; one instance per application.

    `origin` is what `Access-Control-Allow-Origin` says: `*` by default, so that query editors in a browser work.
    `public_url` is the address under which the endpoint is known; without it the address that the server is bound to
    is used, never what a request claims in `Host`.
    """

    def __init__(
        self,
        current_generation: Callable[[], Path | None],
        limits: Limits,
        *,
        public_url: str | None,
        origin: str,
        questions: Sequence[Question],
    ) -> None:
        self._limits = limits
        self._public_url = public_url
        self._origin = origin
        self._questions = questions
        self._pool = Pool(current_generation, limits)
        self._answerer = Answerer(self._pool, limits)

    @asynccontextmanager
    async def lifespan(self, _app: object) -> AsyncIterator[None]:
        """Keep the pool of workers while the application runs."""
        await self._pool.start()
        try:
            yield
        finally:
            await self._pool.close()

    async def sparql(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request to the endpoint's URL."""
        if scope["method"] == "OPTIONS":
            await send_whole(send, status=204, headers=self._cors() | {"Allow": _METHODS})
            return
        try:
            request = await read_request(scope, receive, self._limits)
            if not request.wish and prefers_html(request.accept):
                await self._send_page(request, scope, receive, send)
            elif request.query is None:
                await self._send_description(request, scope, send)
            else:
                job = self._job(request, base=self._url(scope), probe=scope["method"] == "HEAD")
                await self._answerer.stream(job, scope, receive, send, self._cors() | {"Vary": "Accept"})
        except Refusal as refusal:
            allow = {"Allow": _METHODS} if refusal.status == 405 else {}
            await send_refusal(send, refusal, self._cors() | allow)
        except ClientGone:
            return

    async def page(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request to `/`: always the page."""
        try:
            if scope["method"] not in ("GET", "HEAD"):
                raise Refusal(405, "the page is asked for with GET")
            await self._send_page(await read_request(scope, receive, self._limits), scope, receive, send)
        except Refusal as refusal:
            await send_refusal(send, refusal, {"Allow": "GET, HEAD"} if refusal.status == 405 else {})
        except ClientGone:
            return

    def _job(self, request: ProtocolRequest, *, base: str, probe: bool) -> Job:
        assert request.query is not None
        return Job(
            query=request.query,
            types=request.types(),
            rows=self._limits.rows,
            default_graphs=request.default_graphs,
            named_graphs=request.named_graphs,
            from_graphs=request.from_graphs,
            base=base,
            probe=probe,
            safe_csv=request.safe_csv,
        )

    async def _send_description(self, request: ProtocolRequest, scope: Scope, send: Send) -> None:
        media_type = choose(GRAPH, accept=request.accept, wish=request.wish)
        if media_type is None:
            raise Refusal(406, "the service description comes in RDF only", fix="send `query` to ask the graph")
        text = "; charset=utf-8" if media_type.startswith("text/") else ""
        headers = self._cors() | {"Content-Type": media_type + text, "Vary": "Accept"}
        await send_whole(send, status=200, headers=headers, body=describe(self._url(scope), media_type))

    async def _send_page(self, request: ProtocolRequest, scope: Scope, receive: Receive, send: Send) -> None:
        outcome: Outcome | None = None
        problem, status, retry = "", 200, None
        if request.query is not None:
            try:
                job = Job(
                    query=request.query,
                    types=_PAGE_TYPES,
                    rows=self._limits.page_rows,
                    default_graphs=request.default_graphs,
                    named_graphs=request.named_graphs,
                    from_graphs=request.from_graphs,
                    base=self._url(scope),
                    cut=True,
                )
                outcome = await self._answerer.collect(job, scope, receive)
                if outcome is None:
                    return
            except Refusal as refusal:
                problem, status, retry = str(refusal), refusal.status, refusal.retry
        dataset = [("default-graph-uri", name) for name in request.default_graphs or ()]
        dataset += [("named-graph-uri", name) for name in request.named_graphs or ()]
        body = render_page(
            path=scope.get("root_path", "") + PATH,
            query=request.query,
            outcome=outcome,
            problem=problem,
            questions=self._questions,
            dataset=dataset,
        )
        again = {} if retry is None else {"Retry-After": str(retry)}
        await send_whole(send, status=status, headers=HEADERS | again, body=body)

    def _url(self, scope: Scope) -> str:
        if self._public_url is not None:
            return self._public_url
        host, port = scope.get("server") or ("localhost", None)
        name = f"[{host}]" if ":" in host else host
        return f"{scope['scheme']}://{name}{f':{port}' if port else ''}{scope.get('root_path', '')}{PATH}"

    def _cors(self) -> dict[str, str]:
        return {
            "Access-Control-Allow-Origin": self._origin,
            "Access-Control-Allow-Methods": _METHODS,
            "Access-Control-Allow-Headers": "Content-Type, Accept",
            "Access-Control-Max-Age": "86400",
        }


class _Asgi:
    """A bound method as an ASGI application: a router takes plain functions for something else."""

    def __init__(self, handler: Callable[[Scope, Receive, Send], object]) -> None:
        self._handler = handler

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._handler(scope, receive, send)  # type: ignore[misc]


def make_app(
    current_generation: Callable[[], Path | None],
    *,
    limits: Limits | None = None,
    public_url: str | None = None,
    origin: str = "*",
    questions: Sequence[Question] | None = None,
) -> Starlette:
    """Return the application that serves the folder which `current_generation` names, asked anew for each query.

    Without a generation (None, or a folder that does not exist) an empty dataset is served. `questions` are the
    examples on the page; by default those that ship with the graph.
    """
    endpoint = Endpoint(
        current_generation,
        limits or Limits(),
        public_url=public_url,
        origin=origin,
        questions=load_questions() if questions is None else questions,
    )
    routes = [
        Route("/", _Asgi(endpoint.page)),
        Route(PATH, _Asgi(endpoint.sparql)),
        Route(PATH + "/", _Asgi(endpoint.sparql)),
    ]
    return Starlette(routes=routes, lifespan=endpoint.lifespan)
