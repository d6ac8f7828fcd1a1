"""A server of another body that does as a test tells it, well or ill."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

JSON, ATOM, RSS = "application/feed+json", "application/atom+xml; charset=utf-8", "application/rss+xml"

Behaviour = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Elsewhere:
    """What stands at which path, and what was asked of it."""

    port: int
    pages: dict[str, Behaviour] = field(default_factory=dict)
    asked: list[BaseHTTPRequestHandler] = field(default_factory=list)

    def url(self, path: str = "/feed", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def says(self, body: str | bytes, kind: str = JSON, path: str = "/feed", **headers: str) -> str:
        """Have a path answer with a document; gives its address."""
        raw = body.encode() if isinstance(body, str) else body

        def answer(request: BaseHTTPRequestHandler) -> None:
            if headers.get("ETag") and request.headers.get("If-None-Match") == headers["ETag"]:
                request.send_response(304)
                request.end_headers()
                return
            request.send_response(200)
            request.send_header("Content-Type", kind)
            request.send_header("Content-Length", str(len(raw)))
            for name, value in headers.items():
                request.send_header(name.replace("_", "-"), value)
            request.end_headers()
            request.wfile.write(raw)

        self.pages[path] = answer
        return self.url(path)

    def fails(self, status: int, path: str = "/feed", **headers: str) -> str:
        """Have a path answer with a status and these headers."""

        def answer(request: BaseHTTPRequestHandler) -> None:
            request.send_response(status)
            for name, value in headers.items():
                request.send_header(name, value)
            request.send_header("Content-Length", "0")
            request.end_headers()

        self.pages[path] = answer
        return self.url(path)

    def does(self, behaviour: Behaviour, path: str = "/feed") -> str:
        """Have a path do anything."""
        self.pages[path] = behaviour
        return self.url(path)


@contextmanager
def elsewhere() -> Iterator[Elsewhere]:
    """A server on a free port of this machine, for a while."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            place.asked.append(self)
            behaviour = place.pages.get(self.path)
            if behaviour is None:
                self.send_error(404)
                return
            with suppress(OSError):  # the hall hung up, as it should
                behaviour(self)

        def log_message(self, *_said: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    place = Elsewhere(int(server.server_address[1]))
    serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    serving.start()
    try:
        yield place
    finally:
        server.shutdown()
        server.server_close()
        serving.join()
