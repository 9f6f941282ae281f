package dev.coalmine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;

class PurityTest {

  @Test
  void theReleaseCoreNeedsNothingButJavaBase() throws URISyntaxException {
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
                classes.resolve("dev/coalmine/release").toString());

    assertThat(exit).isZero();
    assertThat(out.toString().lines().filter(line -> line.contains("->")).map(String::strip))
        .isNotEmpty()
        .allMatch(line -> line.endsWith("java.base") || line.contains("dev.coalmine.release"));
  }
}
