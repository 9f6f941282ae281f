package dev.coalmine.cli.terminal;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Reads the size of the terminal, and whether this process is in its foreground. Java can't, so it
 * calls tools of POSIX, at most once a second.
 */
final class TtyProbe implements Supplier<TerminalWindow> {
  private static final long PAUSE = Duration.ofMillis(900).toNanos();
  private static final Path LINUX = Path.of("/proc/self/stat");

  private TerminalWindow latest = TerminalWindow.USUAL;
  private long asked;

  @Override
  public TerminalWindow get() {
    long now = System.nanoTime();
    if (asked == 0 || now - asked > PAUSE) {
      asked = now;
      latest = latest.withSize(outputOf("stty", "size"));
      latest = Files.exists(LINUX) ? latest : latest.withGroups(groups(groupsByPs()));
    }
    return Files.exists(LINUX) ? latest.withGroups(groups(groupsByProc())) : latest;
  }

  private static String groupsByPs() {
    String process = Long.toString(ProcessHandle.current().pid());
    return outputOf("ps", "-o", "pgid=", "-o", "tpgid=", "-p", process);
  }

  /** The output of a tool that has the standard output of this process as its input. */
  private static String outputOf(String... tool) {
    try {
      Process process =
          new ProcessBuilder(tool)
              .redirectInput(new File("/dev/stdout"))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException none) {
      return "";
    }
  }

  /** Fields 5 and 8 of the file (proc_pid_stat(5)). Field 2 may contain spaces and brackets. */
  private static String groupsByProc() {
    try {
      String stat = Files.readString(LINUX, StandardCharsets.ISO_8859_1);
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return fields[2] + " " + fields[5];
    } catch (IOException none) {
      return "";
    }
  }

  private static ProcessGroups groups(String two) {
    ProcessGroups groups = ProcessGroups.parse(two);
    // timeout(1) runs a command in a group of its own and writes nothing itself.
    return groups.isBackground() && nameOf(groups.own()).endsWith("timeout")
        ? ProcessGroups.NONE
        : groups;
  }

  private static String nameOf(long process) {
    return ProcessHandle.of(process).flatMap(found -> found.info().command()).orElse("");
  }
}
