package dev.coalmine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A command whose output is lost does not end as if it had been read. */
class StandardOutputTest {
  @ParameterizedTest
  @CsvSource({
    "No space left on device, 74, coalmine: standard output can't be written: No space left on"
        + " device",
    "Broken pipe, 1, ''",
    "'', 1, ''"
  })
  void aFailedWriteHasAStatusOfItsOwn(String failure, int exit, String says) {
    StandardOutput output =
        new StandardOutput(
            new OutputStream() {
              @Override
              public void write(int one) throws IOException {
                if (!failure.isEmpty()) {
                  throw new IOException(failure);
                }
              }
            });
    PrintStream out = new PrintStream(output, true, StandardCharsets.UTF_8);
    List<String> err = new ArrayList<>();

    out.println("outcome: ROLLED_BACK");

    assertThat(output.statusAfter(1, err::add)).isEqualTo(exit);
    assertThat(String.join("", err)).isEqualTo(says);
  }
}
