package dev.coalmine.cli.progress;

import dev.coalmine.embedded.asl.Execution;
import dev.coalmine.embedded.asl.ExecutionListener;
import dev.coalmine.embedded.asl.HistoryEvent;
import dev.coalmine.report.ReportPage;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Writes the report of the first release of a rehearsal after its end. */
public final class ReportWriter implements ExecutionListener, Closeable {
  private final Optional<Path> file;
  private final Writer page;
  private final PrintWriter remarks;
  private volatile Optional<Execution> release = Optional.empty();

  /**
   * A report whose release has not started.
   *
   * @param page writes to the file
   * @param remarks gets a line if there is no report
   */
  public ReportWriter(Path file, Writer page, PrintWriter remarks) {
    this(Optional.of(file), page, remarks);
  }

  private ReportWriter(Optional<Path> file, Writer page, PrintWriter remarks) {
    this.file = file;
    this.page = page;
    this.remarks = remarks;
  }

  /** Writes no report. */
  public static ReportWriter disabled() {
    return new ReportWriter(
        Optional.empty(), Writer.nullWriter(), new PrintWriter(Writer.nullWriter(), false));
  }

  @Override
  public void onEvent(Execution execution, HistoryEvent event) {
    if (release.isEmpty() && EngineHistory.isRelease(execution)) {
      release = Optional.of(execution);
    }
  }

  /** Writes the report, or deletes the file if nothing was released. */
  public void write() throws IOException {
    if (file.isEmpty()) {
      return;
    }
    if (release.isPresent()) {
      page.write(ReportPage.document(EngineHistory.read(release.get()).history()));
      page.flush();
    } else {
      remarks.println("no report was written: no release started");
      page.close();
      if (Files.isRegularFile(file.get())) {
        Files.delete(file.get());
      }
    }
  }

  @Override
  public void close() throws IOException {
    page.close();
  }
}
