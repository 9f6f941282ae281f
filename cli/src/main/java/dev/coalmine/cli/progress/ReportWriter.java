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

/** A page that is drawn once a release is over; until then it knows whose page it is. */
public final class ReportWriter implements ExecutionListener, Closeable {
  private final Optional<Path> file;
  private final Writer page;
  private final PrintWriter remarks;
  private volatile Optional<Execution> release = Optional.empty();

  /**
   * A page without a release.
   *
   * @param page where it goes: the file, which was opened
   * @param remarks where it says what becomes of it
   */
  public ReportWriter(Path file, Writer page, PrintWriter remarks) {
    this(Optional.of(file), page, remarks);
  }

  private ReportWriter(Optional<Path> file, Writer page, PrintWriter remarks) {
    this.file = file;
    this.page = page;
    this.remarks = remarks;
  }

  /** One that nobody wants. */
  public static ReportWriter disabled() {
    return new ReportWriter(
        Optional.empty(), Writer.nullWriter(), new PrintWriter(Writer.nullWriter(), false));
  }

  /** The first release is the one, as for a timeline. */
  @Override
  public void onEvent(Execution execution, HistoryEvent event) {
    if (release.isEmpty() && EngineHistory.isRelease(execution)) {
      release = Optional.of(execution);
    }
  }

  /**
   * Draws it. Where nothing was released there is nothing to draw, and the file goes: an empty page
   * would be no answer.
   */
  public void write() throws IOException {
    if (file.isEmpty()) {
      return;
    }
    if (release.isPresent()) {
      page.write(ReportPage.document(EngineHistory.read(release.get()).history()));
      page.flush();
    } else {
      remarks.println("there is no report: nothing was released");
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
