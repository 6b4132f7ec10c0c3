"""A map server on the loopback interface, and pictures for it."""

import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from PIL import Image


def picture(color: tuple[int, int, int] = (200, 30, 60), side: int = 256) -> bytes:
    """Return a PNG of one colour."""
    content = io.BytesIO()
    Image.new("RGB", (side, side), color).save(content, "PNG")
    return content.getvalue()


@dataclass
class MapServer:
    """What the server answers, and what it was asked."""

    content: bytes = field(default_factory=picture)
    kind: str = "image/png"
    status: int = 200
    missing: int = 0
    """Bytes promised that never come: the line breaks."""
    url: str = ""
    asked: list[str] = field(default_factory=list)
    agents: list[str] = field(default_factory=list)


@contextmanager
def map_server() -> Iterator[MapServer]:
    """Run a server on a free port of this machine until the block ends."""
    state = MapServer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            state.asked.append(self.path)
            state.agents.append(self.headers.get("User-Agent", ""))
            self.send_response(state.status)
            self.send_header("Content-Type", state.kind)
            self.send_header("Content-Length", str(len(state.content) + state.missing))
            self.end_headers()
            self.wfile.write(state.content)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    state.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
