package dev.coalmine.cli;

import dev.coalmine.cli.judgeprotocol.JudgeProtocol;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Runs the judge alone, for other programs. */
@Command(
    name = "judge",
    header = "Run the decision core alone, on JSON lines.",
    description = {
      "%nReads JSON lines from standard input and answers each with a line on standard output."
          + " {\"id\", \"type\": \"start\", \"plan\", \"history\": [[requests, errors, durations,"
          + " slow], …], \"grid\"} starts a release; the answer is {\"weightPercent\"}. {\"id\","
          + " \"type\": \"tick\", \"minute\", \"data\"} reports a minute; the answer is"
          + " {\"weightPercent\", \"verdict\", \"decision\", \"reason\"}. Several ids can"
          + " interleave.%n"
    },
    mixinStandardHelpOptions = true)
final class JudgeCommand implements Callable<Integer> {
  @Override
  public Integer call() throws IOException {
    try (FileInputStream in = new FileInputStream(FileDescriptor.in);
        FileOutputStream out = new FileOutputStream(FileDescriptor.out)) {
      JudgeProtocol.run(in, out);
    }
    return 0;
  }
}
