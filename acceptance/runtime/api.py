"""The Runtime API of Lambda, as the service offers it to a runtime.

"Using the Lambda runtime API for custom runtimes" in Lambda's developer guide has its paths and
headers.
"""

import http.server
import json
import queue
import re
import threading
import time
import uuid

PREFIX = "/2018-06-01/runtime"
DONE = re.compile(PREFIX + "/invocation/([^/]+)/(response|error)")
DEADLINE_SECONDS = 30
WAIT_SECONDS = 60


class Result:
    """What the runtime posted: a response, an error of the handler, or one of its init."""

    def __init__(self, kind, headers, body):
        self.kind = kind
        self.headers = headers
        self.body = body

    @property
    def json(self):
        """The response; None for an empty one."""
        return json.loads(self.body) if self.body else None

    def __str__(self):
        return f"{self.kind} {self.body[:600].decode(errors='replace')}"


class RuntimeApi:
    """Serves one function's runtime on the loopback, within a block of `with`."""

    def __init__(self, function_arn):
        self.function_arn = function_arn
        self.events = queue.Queue()
        self.results = queue.Queue()
        self.asked = threading.Event()
        self.checkpoint = threading.Event()
        self.restored = threading.Event()
        self.unknown = []

    def __enter__(self):
        self.server = _Server(("127.0.0.1", 0), _handler(self))
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.address = f"127.0.0.1:{self.server.server_address[1]}"
        return self

    def __exit__(self, *_):
        self.restored.set()
        self.events.put(None)
        self.server.shutdown()
        self.server.server_close()

    def invoke(self, event):
        """The result of one invocation; the event is sent as it is if it is bytes."""
        body = event if isinstance(event, bytes) else json.dumps(event).encode()
        self.events.put((str(uuid.uuid4()), body))
        return self.next_result()

    def wait_until_idle(self):
        """Waits until the runtime asks for another event: it has logged the last one then."""
        self.asked.wait(WAIT_SECONDS)

    def wait_for_checkpoint(self):
        """Whether the runtime, told to start for a snapshot, was ready for it."""
        return self.checkpoint.wait(WAIT_SECONDS)

    def restore(self):
        """Lets the runtime go on, as if its snapshot had been restored."""
        self.restored.set()

    def next_result(self):
        try:
            return self.results.get(timeout=WAIT_SECONDS)
        except queue.Empty:
            return Result("nothing", {}, b"")


class _Server(http.server.ThreadingHTTPServer):
    def handle_error(self, request, client_address):
        """Silent: the process that asks for the next event is ended at last."""


def _handler(api):
    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            if self.path == f"{PREFIX}/restore/next":
                api.checkpoint.set()
                api.restored.wait()
                self._answer(200)
                return
            if self.path != f"{PREFIX}/invocation/next":
                self._answer(404)
                return
            api.asked.set()
            event = api.events.get()
            api.asked.clear()
            if event is None:
                self.close_connection = True
                return
            request, body = event
            headers = {
                "Lambda-Runtime-Aws-Request-Id": request,
                "Lambda-Runtime-Deadline-Ms": str(int((time.time() + DEADLINE_SECONDS) * 1000)),
                "Lambda-Runtime-Invoked-Function-Arn": api.function_arn,
                "Lambda-Runtime-Trace-Id": "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=0",
            }
            self._answer(200, body, {**headers, "Content-Type": "application/json"})

        def do_POST(self):
            body = self._body()
            done = DONE.fullmatch(self.path)
            if self.path in (f"{PREFIX}/init/error", f"{PREFIX}/restore/error"):
                kind = self.path.removeprefix(f"{PREFIX}/").replace("/", " ")
                api.results.put(Result(kind, self.headers, body))
            elif done:
                api.results.put(Result(done.group(2), self.headers, body))
            else:
                api.unknown.append(self.path)
                self._answer(404)
                return
            self._answer(202, b'{"status":"OK"}')

        def _body(self):
            if "chunked" not in self.headers.get("Transfer-Encoding", ""):
                return self.rfile.read(int(self.headers.get("Content-Length", 0)))
            body = b""
            while size := int(self.rfile.readline().split(b";")[0], 16):
                body += self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()
            return body

        def _answer(self, status, body=b"", headers=()):
            self.send_response(status)
            for name, text in dict(headers).items():
                self.send_header(name, text)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    return Handler
