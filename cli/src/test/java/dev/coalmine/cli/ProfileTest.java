package dev.coalmine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.coalmine.cli.testing.CliDriver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Profiles whose credentials the SDK fetches: from IAM Identity Center, from STS, and from the
 * session of {@code aws login}. The services are played on the loopback by the answers in their API
 * references (GetRoleCredentials, AssumeRole).
 */
class ProfileTest extends CommandFixture {
  private static final String CONFIG =
      """
      [profile team]
      sso_session = coalmine-test
      sso_account_id = 111122223333
      sso_role_name = Deployer
      region = us-east-1
      [sso-session coalmine-test]
      sso_start_url = https://coalmine-test.awsapps.com/start
      sso_region = us-east-1
      sso_registration_scopes = sso:account:access
      [profile role]
      role_arn = arn:aws:iam::111122223333:role/Deployer
      source_profile = keys
      region = us-east-1
      [profile keys]
      aws_access_key_id = AKIAKEYS
      aws_secret_access_key = secret
      [profile signed-in]
      login_session = arn:aws:iam::111122223333:user/nobody-in-this-test
      region = us-east-1
      [profile half]
      sso_session = coalmine-test
      sso_account_id = 111122223333
      [profile sourceless]
      role_arn = arn:aws:iam::111122223333:role/Deployer
      source_profile = nobody
      """;

  private static final String ROLE =
      """
      <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
      <Credentials><AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>s</SecretAccessKey>
      <SessionToken>t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>
      </AssumeRoleResult></AssumeRoleResponse>\
      """;

  private static final String SSO =
      """
      {"roleCredentials": {"accessKeyId": "ASIATEAM", "secretAccessKey": "s", "sessionToken": "t",
       "expiration": 4102444800000}}\
      """;

  private final List<String> calls = new CopyOnWriteArrayList<>();

  @TempDir private Path home;
  private HttpServer services;
  private int status = 200;

  @BeforeEach
  void configure() throws IOException {
    services = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    services.createContext("/", this::answer);
    services.start();
    Path aws = Files.createDirectory(home.resolve(".aws"));
    System.setProperty("aws.configFile", Files.writeString(aws.resolve("config"), CONFIG) + "");
    System.setProperty("aws.sharedCredentialsFile", aws.resolve("credentials").toString());
    System.setProperty("aws.endpointUrlSts", address());
  }

  @AfterEach
  void forget() {
    List.of("aws.configFile", "aws.sharedCredentialsFile", "aws.endpointUrlSts")
        .forEach(System::clearProperty);
    services.stop(0);
  }

  private String address() {
    return "http://127.0.0.1:" + services.getAddress().getPort();
  }

  private void answer(HttpExchange call) throws IOException {
    String body = new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String signed = String.valueOf(call.getRequestHeaders().getFirst("Authorization"));
    calls.add(call.getRequestURI() + " " + body + " " + signed);
    String text =
        body.contains("Action=AssumeRole")
            ? ROLE
            : call.getRequestURI().getPath().equals("/federation/credentials")
                ? SSO
                : "{\"stateMachines\": []}";
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    call.getResponseHeaders()
        .add("Content-Type", text.startsWith("<") ? "text/xml" : "application/json");
    call.sendResponseHeaders(status, bytes.length);
    call.getResponseBody().write(bytes);
    call.close();
  }

  @Test
  void aProfileOfARoleIsAssumed() {
    CliDriver.CliResult typed =
        cli.runWithoutEndpoint("list", "--profile", "role", "--endpoint", address());

    assertThat(typed.err()).contains("there are no state machines");
    assertThat(calls.get(0)).contains("Action=AssumeRole").contains("Credential=AKIAKEYS/");
    assertThat(calls.get(1)).contains("Credential=ASIAROLE/");
  }

  @ParameterizedTest
  @CsvSource({"team, aws sso login --profile team", "signed-in, aws login --profile signed-in"})
  void aSessionThatWasNotBegunNamesTheCommand(String profile, String command) {
    CliDriver.CliResult typed = cli.run("list", "--profile", profile);

    assertThat(typed.exit()).isEqualTo(69);
    assertThat(typed.err())
        .isEqualTo(
            "coalmine list: the session of profile %s has ended or was not begun: run %s\n"
                .formatted(profile, command));
  }

  @ParameterizedTest
  @CsvSource({"half, sso_role_name", "sourceless, nobody"})
  void aProfileThatLacksSomethingIsNamed(String profile, String what) {
    CliDriver.CliResult typed = cli.run("list", "--profile", profile);

    assertThat(typed.exit()).isEqualTo(64);
    assertThat(typed.err())
        .startsWith("coalmine list: profile " + profile + " can't be used: ")
        .contains(what)
        .hasLineCount(1);
  }

  /** The SDK looks for the session in the folder that the environment calls HOME. */
  @Test
  void aSessionOfIdentityCenterGivesTheRolesCredentials() throws Exception {
    assertThat(listInNewProcess("team")).contains("there are no state machines");

    assertThat(calls.get(0))
        .startsWith("/federation/credentials?role_name=Deployer&account_id=111122223333");
    assertThat(calls.get(1)).contains("Credential=ASIATEAM/");
  }

  @Test
  void aSessionThatIdentityCenterEndedNamesTheCommand() throws Exception {
    status = 401;

    assertThat(listInNewProcess("team"))
        .contains(
            "the session of profile team has ended or was not begun: run aws sso login --profile"
                + " team");
  }

  private String listInNewProcess(String profile) throws IOException, InterruptedException {
    Path sessions = Files.createDirectories(home.resolve(".aws/sso/cache"));
    // The SHA-1 of the session's name, as AWS' tools name the file.
    Files.writeString(
        sessions.resolve("ce27980196fcac322ceff4d1beb3c053b7b457c5.json"),
        """
        {"startUrl": "https://coalmine-test.awsapps.com/start", "region": "us-east-1",
         "accessToken": "token", "expiresAt": "2099-01-01T00:00:00Z"}
        """);
    ProcessBuilder list =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "list",
            "--profile",
            profile,
            "--endpoint",
            address());
    list.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
    list.environment().put("HOME", home.toString());
    list.environment().put("AWS_ENDPOINT_URL_SSO", address());
    list.environment().put("AWS_CONFIG_FILE", home.resolve(".aws/config").toString());
    Process process = list.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said;
  }
}
