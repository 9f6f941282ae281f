package dev.coalmine.cli.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.embedded.http.WireRequest;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many releases, many browsers, and browsers that do not read. */
@Timeout(300)
class PageLoadTest extends PageFixture {
  private void startMany(int many) {
    for (int n = 1; n <= many; n++) {
      String input =
          "{'id': 'asks-%d', 'function': 'orders', 'approve': [10], %s}".formatted(n, STEPS);
      cli.world
          .aws()
          .handle(
              WireRequest.awsJson(
                  "AWSStepFunctions.StartExecution",
                  Map.of(
                      "stateMachineArn", cli.world.stateMachineArn(),
                      "name", "many-" + n,
                      "input", input.replace('\'', '"'))));
    }
    cli.advance(Duration.ofSeconds(1));
  }

  @Test
  void fiveHundredReleasesComeInSmallPieces() throws Exception {
    startMany(500);

    try (BrowserStream stream = new BrowserStream("/_coalmine/live")) {
      Map<String, Object> seen = new HashMap<>();
      List<Integer> sizes = new ArrayList<>();
      boolean more = true;
      while (more) {
        BrowserEvent received = stream.next("releases", any -> true);
        rows(received.data()).forEach(row -> seen.put(String.valueOf(row.get("name")), row));
        sizes.add(received.size());
        more = (boolean) received.data().get("more");
      }
      assertThat(seen).hasSize(500);
      assertThat(sizes).hasSize(3).allMatch(size -> size < 100_000);

      cli.run("approve", "many-7");
      BrowserEvent change = stream.next("releases", data -> !rows(data).isEmpty());
      assertThat(rows(change.data())).extracting(row -> row.get("name")).containsOnly("many-7");
    }
  }

  @Test
  void whoDoesNotReadHoldsUpNobody() throws Exception {
    try (Socket lazy =
        new Socket(InetAddress.getLoopbackAddress(), LOCAL.runtime().endpoint().getPort())) {
      String request =
          "GET /_coalmine/live HTTP/1.1\r\nHost: "
              + LOCAL.runtime().endpoint().getAuthority()
              + "\r\n\r\n";
      lazy.setReceiveBufferSize(1_024);
      lazy.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      startMany(300);
      IntStream.range(0, 10).forEach(minute -> cli.advance(Duration.ofMinutes(1)));

      try (BrowserStream stream = new BrowserStream("/_coalmine/live")) {
        assertThat(stream.next("releases", any -> true).data()).containsEntry("running", 300);
      }
    }
  }

  @Test
  void aBrowserThatHasGoneLeavesItsPlace() throws Exception {
    List<BrowserStream> streams = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      BrowserStream stream = new BrowserStream("/_coalmine/live");
      stream.next();
      streams.add(stream);
    }
    assertThat(get("/_coalmine/live").statusCode()).isEqualTo(503);

    for (BrowserStream stream : streams) {
      stream.close();
    }

    try (BrowserStream stream = until200()) {
      assertThat(stream.next().event()).isEqualTo("begin");
    }
  }

  /** The server notices that a browser has gone at its next write. */
  private BrowserStream until200() throws Exception {
    HttpRequest head = HttpRequest.newBuilder(at("/_coalmine/live")).build();
    while (true) {
      HttpResponse<InputStream> answer =
          browser.send(head, HttpResponse.BodyHandlers.ofInputStream());
      answer.body().close();
      if (answer.statusCode() == 200) {
        return new BrowserStream("/_coalmine/live");
      }
    }
  }
}
