package dev.coalmine.cli.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.cli.UpCommand;
import dev.coalmine.cli.testing.CliDriver;
import dev.coalmine.cli.testing.LocalRuntimeExtension;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.text.JsonView;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A browser at the live page of an account of its own. */
@Timeout(300)
abstract class PageFixture {
  static final String STEPS =
      "'plan': {'steps': [{'weight': 10, 'bake': 'PT10M'}]}, 'watch': 'PT1M', 'gate': {'metrics':"
          + " false}";

  static final String ORDERS = "{'function': 'orders', " + STEPS + "}";

  static final String AT_ONCE =
      "{'function': 'orders', 'plan': 'AllAtOnce', 'watch': 'PT0S', 'gate': {'metrics': false}}";

  static final String FRIDAY = "/_coalmine/releases/friday";

  static final PushInterval QUICK = new PushInterval(Duration.ofMillis(5), Duration.ofMillis(20));

  @RegisterExtension static final LocalRuntimeExtension LOCAL = LocalRuntimeExtension.listening();

  @TempDir private static Path folder;

  final HttpClient browser = HttpClient.newHttpClient();

  CliDriver cli;

  @BeforeEach
  void arrive() {
    cli = new CliDriver(LOCAL.runtime(), folder);
    LOCAL
        .runtime()
        .addSite(
            UpCommand.page(cli.world, LOCAL.runtime().endpoint(), cli.board, 60, cli.pace, QUICK));
  }

  static URI at(String path) {
    return LOCAL.runtime().endpoint().resolve(path);
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return browser.send(
        HttpRequest.newBuilder(at(path)).build(), HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> post(String path, String body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(at(path)).POST(HttpRequest.BodyPublishers.ofString(body));
    request.setHeader("Content-Type", "application/json");
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    return browser.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  static String says(HttpResponse<String> answer) {
    return String.valueOf(JsonView.of(Json.parse(answer.body())).map().get("says"));
  }

  record BrowserEvent(String event, Map<String, Object> data, int size) {}

  /** An event stream that the test reads. */
  final class BrowserStream implements AutoCloseable {
    private final InputStream body;
    private final BufferedReader lines;

    BrowserStream(String path) throws IOException, InterruptedException {
      body =
          browser
              .send(
                  HttpRequest.newBuilder(at(path)).build(),
                  HttpResponse.BodyHandlers.ofInputStream())
              .body();
      lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    }

    BrowserEvent next() throws IOException {
      String event = lines.readLine().replaceFirst("^event: ", "");
      String data = lines.readLine().replaceFirst("^data: ", "");
      assertThat(lines.readLine()).isEmpty();
      return new BrowserEvent(event, JsonView.of(Json.parse(data)).map(), data.length());
    }

    BrowserEvent next(String event, Predicate<Map<String, Object>> wanted) throws IOException {
      BrowserEvent received = next();
      while (!received.event().equals(event) || !wanted.test(received.data())) {
        received = next();
      }
      return received;
    }

    @Override
    public void close() throws IOException {
      body.close();
    }
  }

  static List<Map<String, Object>> rows(Map<String, Object> data) {
    return ((List<?>) data.get("rows")).stream().map(each -> JsonView.of(each).map()).toList();
  }

  static boolean isRow(Map<String, Object> data, String standing) {
    return rows(data).stream().anyMatch(row -> row.get("standing").equals(standing));
  }
}
