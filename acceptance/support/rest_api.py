"""A REST API and the HTTP requests of its callers."""

import collections
import concurrent.futures
import contextlib
import http.client
import threading

from support import arns
from support.release_request import plan
from support.waiting import TIMEOUT_SECONDS

THREADS = 4


class RestApi:
    """An API with GET /orders, which calls the function of the API's name.

    Stage prod calls the function's alias live, by its stage variable lambdaAlias.
    """

    def __init__(self, client, name, *aliases):
        self.client = client
        self.id, self.deployment, self.newer = client.make_api(name, name)
        for alias in aliases:
            self.permit(name, alias)
        self.path = f"/_aws/execute-api/{self.id}/prod/orders"

    def permit(self, function, alias):
        """Lets the API call an alias."""
        self.client.functions.add_permission(
            FunctionName=function,
            Qualifier=alias,
            StatementId=f"api-{self.id}",
            Action="lambda:InvokeFunction",
            Principal="apigateway.amazonaws.com",
            SourceArn=arns.api_method_arn(self.id, "GET/orders"),
        )

    def patch(self, *operations):
        self.client.patch_stage(self.id, *operations)

    def release(self, *steps, **more):
        """Starts a release of stage prod to the newer deployment and alias next."""
        target = {
            "restApi": self.id,
            "stage": "prod",
            "deployment": self.newer,
            "variables": {"lambdaAlias": "next"},
        }
        return self.client.start({"targets": [target], "plan": plan(*steps, poll="PT1M"), **more})

    def wait_for_split(self, percent):
        """The stage, once its canary has the weight."""
        return self.client.wait_until(
            lambda: self.client.stage(self.id),
            lambda found: found.get("canarySettings", {}).get("percentTraffic") == percent,
            f"stage {self.id}/prod is split at {percent}",
        )

    def get(self, path=None):
        """Status, headers and body of one request, whatever its status."""
        with contextlib.closing(self._connection()) as connection:
            return self._send(connection, path or self.path)

    def load(self, requests):
        """Sends so many requests; counts them by status, version and whether the canary served."""
        with concurrent.futures.ThreadPoolExecutor(THREADS) as pool:
            parts = [requests // THREADS] * THREADS
            return sum(pool.map(self._count, parts), collections.Counter())

    @contextlib.contextmanager
    def steady_traffic(self, requests_per_second=200):
        """Sends requests at a steady rate until the block ends."""
        over = threading.Event()

        def send():
            with contextlib.closing(self._connection()) as connection:
                while not over.wait(THREADS / requests_per_second):
                    self._send(connection, self.path)

        with concurrent.futures.ThreadPoolExecutor(THREADS) as pool:
            senders = [pool.submit(send) for _ in range(THREADS)]
            try:
                yield
            finally:
                over.set()
        for sender in senders:
            sender.result()

    def _count(self, requests):
        with contextlib.closing(self._connection()) as connection:
            return collections.Counter(self._served_by(connection) for _ in range(requests))

    def _served_by(self, connection):
        status, headers, _ = self._send(connection, self.path)
        return (
            status,
            headers.get("X-Amz-Executed-Version"),
            headers.get("X-Coalmine-Canary") == "true",
        )

    def _connection(self):
        host = self.client.endpoint.removeprefix("http://")
        return http.client.HTTPConnection(host, timeout=TIMEOUT_SECONDS)

    @staticmethod
    def _send(connection, path):
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()


LOAD_REQUESTS = 20_000  # chance stays within one point of 10 % of so many


def share_percent(found, version):
    """The share of a load that a version served, in percent."""
    served = sum(count for (_, by, _), count in found.items() if by == version)
    return 100 * served / sum(found.values())


def claim_tenth(claims, claim, found, version):
    claims.check(claim, 9 <= share_percent(found, version) <= 11, "9 to 11 %", found)
