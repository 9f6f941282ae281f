package dev.coalmine.local.terminal;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Asks the terminal of this process how it is. Java can't, so the tools of POSIX do, at most once a
 * second.
 */
final class Tty implements Supplier<Window> {
  private static final long PAUSE = Duration.ofMillis(900).toNanos();
  private static final Path LINUX = Path.of("/proc/self/stat");

  private Window latest = Window.USUAL;
  private long asked;

  @Override
  public Window get() {
    long now = System.nanoTime();
    if (asked == 0 || now - asked > PAUSE) {
      asked = now;
      latest = latest.sized(said("stty", "size"));
      latest = Files.exists(LINUX) ? latest : latest.in(groups(saidByPs()));
    }
    return Files.exists(LINUX) ? latest.in(groups(saidByLinux())) : latest;
  }

  private static String saidByPs() {
    String process = Long.toString(ProcessHandle.current().pid());
    return said("ps", "-o", "pgid=", "-o", "tpgid=", "-p", process);
  }

  /** What a tool says of the terminal that standard output is. */
  private static String said(String... tool) {
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

  /** Fields 5 and 8 of the file (proc_pid_stat(5)); the second may hold spaces and brackets. */
  private static String saidByLinux() {
    try {
      String stat = Files.readString(LINUX, StandardCharsets.ISO_8859_1);
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return fields[2] + " " + fields[5];
    } catch (IOException none) {
      return "";
    }
  }

  private static Groups groups(String two) {
    Groups groups = Groups.of(two);
    // timeout(1) makes a group of its own for what it runs, and writes nothing meanwhile.
    return groups.areApart() && nameOf(groups.own()).endsWith("timeout") ? Groups.NONE : groups;
  }

  private static String nameOf(long process) {
    return ProcessHandle.of(process).flatMap(found -> found.info().command()).orElse("");
  }
}
