"""Requests as nobody's SDK sends them: a browser's, half of one, too large ones."""

import http.client
import socket
import urllib.parse

TIMEOUT_SECONDS = 60


def address(endpoint):
    url = urllib.parse.urlsplit(endpoint)
    return url.hostname, url.port


def ask(endpoint, method, path, body=None, **headers):
    """The status and the text of an answer; underscores in names of headers stand for hyphens."""
    connection = http.client.HTTPConnection(*address(endpoint), timeout=TIMEOUT_SECONDS)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        connection.request(method, path, body, named)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def half_a_request(endpoint):
    """A connection that has sent the beginning of a request."""
    connection = socket.create_connection(address(endpoint), TIMEOUT_SECONDS)
    connection.sendall(b"POST / HTTP/1.1\r\nHost: local")
    return connection


def is_closed_by_server(connection):
    """Whether the server closes a connection within the time-out."""
    try:
        return connection.recv(1) == b""
    except ConnectionError:
        return True
    except TimeoutError:
        return False
