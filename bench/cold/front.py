"""HTTPS in front of `./coalmine up`, which speaks HTTP; it notes each request."""

import http.client
import http.server
import socket
import ssl
import threading
from typing import NamedTuple
from urllib.parse import urlsplit

HOP_BY_HOP = {"connection", "content-length", "transfer-encoding", "keep-alive"}


class Request(NamedTuple):
    """One request of a client, as it was sent."""

    method: str
    path: str
    headers: dict
    body: bytes


class Front:
    """Serves on the loopback within a block of `with`."""

    def __init__(self, endpoint, folder):
        self.address = urlsplit(endpoint).netloc
        self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.tls.load_cert_chain(folder / "certificate.pem", folder / "key.pem")
        self.seen = []

    def __enter__(self):
        self.server = _Server(("127.0.0.1", 0), _handler(self))
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.endpoint = f"https://localhost:{self.server.server_address[1]}"
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()

    def take(self):
        """The requests since the last time."""
        seen, self.seen = self.seen, []
        return seen


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        """Silent: a client is killed when it has answered."""


def _handler(front):
    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def setup(self):
            self.request.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, True)
            self.request = front.tls.wrap_socket(self.request, server_side=True)
            self.behind = http.client.HTTPConnection(front.address)
            super().setup()

        def _forward(self):
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            front.seen.append(Request(self.command, self.path, dict(self.headers), body))
            self.behind.request(self.command, self.path, body, dict(self.headers))
            answer = self.behind.getresponse()
            data = answer.read()
            self.send_response_only(answer.status)
            for name, text in answer.getheaders():
                if name.lower() not in HOP_BY_HOP:
                    self.send_header(name, text)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_PUT = do_POST = do_PATCH = do_DELETE = _forward

        def log_message(self, *_):
            pass

    return Handler
