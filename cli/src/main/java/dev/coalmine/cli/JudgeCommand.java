package dev.coalmine.cli;

import dev.coalmine.cli.judgeprotocol.JudgeProtocol;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** The decision core alone, for machines. */
@Command(
    name = "judge",
    header = "Runs the decision core alone, for machines.",
    description = {
      "%nReads JSON lines on standard input and answers each on standard output. {\"id\", \"type\":"
          + " \"start\", \"plan\", \"history\": [[requests, errors, durations, slow], …], \"grid\"} begins"
          + " a release and is answered {\"weightPercent\"}; then for each minute {\"id\", \"type\":"
          + " \"tick\", \"minute\", \"data\"} is answered {\"weightPercent\", \"verdict\", \"decision\","
          + " \"reason\"}. Several ids may interleave.%n"
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
