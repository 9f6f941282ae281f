package dev.coalmine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.cli.testing.ProjectFolderExtension;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(ProjectFolderExtension.class)
@Timeout(120)
class UpCommandTest {
  private static final PrintStream NOWHERE =
      new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);

  private final HttpClient http = HttpClient.newHttpClient();

  private static int up(PrintStream err, int port) {
    return Main.run(NOWHERE, err, "up", "--port", Integer.toString(port));
  }

  private static ServerSocket listener() throws IOException {
    return new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
  }

  private static int freePort() throws IOException {
    try (ServerSocket listener = listener()) {
      return listener.getLocalPort();
    }
  }

  @Test
  void whoeverIsConnectedIsAnswered() throws Exception {
    int port = freePort();
    Thread server = new Thread(() -> up(NOWHERE, port), "up");
    server.start();
    try {
      for (String path : List.of("/_coalmine/clock", "/")) {
        assertThat(firstAnswer(server, URI.create("http://127.0.0.1:" + port + path)).statusCode())
            .as(path)
            .isEqualTo(200);
      }
    } finally {
      server.interrupt();
      server.join();
    }
  }

  /** The answer on the first connection: before it, every connection is refused. */
  private HttpResponse<String> firstAnswer(Thread server, URI uri)
      throws IOException, InterruptedException {
    while (server.isAlive()) {
      try {
        return http.send(
            HttpRequest.newBuilder(uri).build(),
            HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      } catch (ConnectException notYet) {
        Thread.onSpinWait();
      }
    }
    throw new AssertionError("up has ended");
  }

  @Test
  void aPortThatIsTakenIsAWrongCommandLine() throws IOException {
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    try (ServerSocket other = listener()) {
      PrintStream err = new PrintStream(errors, true, StandardCharsets.UTF_8);
      assertThat(up(err, other.getLocalPort())).isEqualTo(Main.USAGE);
      assertThat(errors.toString(StandardCharsets.UTF_8))
          .contains("can't listen on 127.0.0.1:" + other.getLocalPort())
          .contains("choose another port with --port");
    }
  }

  @Test
  void aFolderThatIsNotUnderstoodIsAWrongCommandLine(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("account.json"), "my notes");
    assertThat(refusal("--data", folder.toString()))
        .contains("--data: " + folder.resolve("account.json") + " is damaged")
        .contains("nothing in it was changed");
    assertThat(Files.readString(folder.resolve("account.json"))).isEqualTo("my notes");
  }

  @Test
  void whatCannotBeKeptIsAWrongCommandLine() {
    assertThat(refusal("--keep", "0")).contains("must be from 1 to 100000, not 0");
    assertThat(refusal("--keep-metrics", "PT1H")).contains("not PT1H");
  }

  private static String refusal(String... options) {
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    PrintStream err = new PrintStream(errors, true, StandardCharsets.UTF_8);
    List<String> line = new ArrayList<>(List.of("up", "--port", "0"));
    line.addAll(List.of(options));
    assertThat(Main.run(NOWHERE, err, line.toArray(String[]::new))).isEqualTo(Main.USAGE);
    return errors.toString(StandardCharsets.UTF_8);
  }
}
