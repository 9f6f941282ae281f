package dev.coalmine.cli;

import dev.coalmine.cli.judgeprotocol.JudgeProtocol;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Runs the judge alone, for other programs. */
@Command(
    name = "judge",
    header = "Run the decision core alone, on JSON lines.",
    description = {
      "%nReads JSON lines from standard input and answers each with a line on standard output."
          + " Several releases can interleave: a line names its release by id, a text or a number."
          + " Unknown fields are ignored. A line that is invalid is answered by {\"error\"} and"
          + " changes nothing.%n",
      "Start: {\"type\": \"start\", \"id\", \"plan\", \"history\", \"grid\", \"runtime\"}",
      "  plan     \"paced\" or \"thorough\" (default: paced)",
      "  history  a list of [requests, errors, durations, slow], one for each minute",
      "           of the baseline before the release, the oldest first, such as 60;",
      "           durations is how many requests have one, slow how many of these",
      "           are above the p90 of all these minutes",
      "  grid     the weights that the canary can have, in percent (default: 1, 2, 3,",
      "           5, 7, 10, 15, … up to 90)",
      "  runtime  Lambda's name of it, such as python3.13: new containers warm up if",
      "           it compiles while it runs, or is unknown (default: unknown)",
      "Answer: {\"weightPercent\"}, the canary's weight from minute 0 on%n",
      "A minute: {\"type\": \"tick\", \"id\", \"minute\", \"data\"}",
      "  minute   of now, since the start",
      "  data     null if nothing new was measured, or",
      "           {\"minute\", \"canary\", \"baseline\"}: the minute that was measured",
      "           (default: two before now), and of each version",
      "           {\"requests\", \"errors\", \"durations\", \"above\"}",
      "  above    [p30, p50, p75, p90, p99]: how many durations are above these",
      "           percentiles of the baseline from before the release",
      "Answer: {\"weightPercent\", \"verdict\", \"decision\", \"reason\"}: the weight from",
      "now on, where 0 is rolled back and 100 is promoted and still watched. verdict",
      "is PASS, FAIL or INCONCLUSIVE. A number that is missing or null was not",
      "measured.%n"
    },
    mixinStandardHelpOptions = true)
final class JudgeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    StandardOutput out = StandardOutput.open();
    try (FileInputStream in = new FileInputStream(FileDescriptor.in)) {
      JudgeProtocol.run(in, out);
    } catch (IOException failed) {
      if (!out.hasFailed()) {
        throw failed;
      }
    }
    return out.statusAfter(0, spec.commandLine().getErr()::println);
  }
}
