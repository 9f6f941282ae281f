package dev.coalmine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.spi.ToolProvider;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PurityTest {

  @ParameterizedTest
  @ValueSource(strings = {"release", "judge", "report"})
  void theCoreNeedsNothingButJavaBaseAndItself(String room) throws URISyntaxException {
    Path classes =
        Path.of(
            dev.coalmine.release.Release.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    StringWriter out = new StringWriter();
    int exit =
        ToolProvider.findFirst("jdeps")
            .orElseThrow()
            .run(
                new PrintWriter(out),
                new PrintWriter(out),
                "--multi-release",
                "base",
                "-verbose:package",
                "--ignore-missing-deps",
                classes.resolve("dev/coalmine/" + room).toString());

    assertThat(exit).isZero();
    assertThat(
            out.toString()
                .lines()
                .map(String::strip)
                .filter(line -> line.contains("->") && !line.endsWith("-> not found")))
        .isNotEmpty()
        .allMatch(
            line ->
                line.endsWith("java.base")
                    || line.matches(".*-> dev\\.coalmine\\.(release|" + room + ").*"));
  }
}
