package dev.coalmine.local;

import dev.coalmine.local.asl.Execution;
import dev.coalmine.local.asl.ExecutionListener;
import dev.coalmine.local.asl.HistoryEvent;
import dev.coalmine.report.Page;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A page that is drawn once a release is over; until then it knows whose page it is. */
final class Draft implements ExecutionListener, Closeable {
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
  Draft(Path file, Writer page, PrintWriter remarks) {
    this(Optional.of(file), page, remarks);
  }

  private Draft(Optional<Path> file, Writer page, PrintWriter remarks) {
    this.file = file;
    this.page = page;
    this.remarks = remarks;
  }

  /** One that nobody wants. */
  static Draft none() {
    return new Draft(
        Optional.empty(), Writer.nullWriter(), new PrintWriter(Writer.nullWriter(), false));
  }

  /** The first release is the one, as for a timeline. */
  @Override
  public void happened(Execution execution, HistoryEvent event) {
    if (release.isEmpty() && execution.identity().stateMachineName().equals(World.NAME)) {
      release = Optional.of(execution);
    }
  }

  /**
   * Draws it. Where nothing was released there is nothing to draw, and the file goes: an empty page
   * would be no answer.
   */
  void draw() throws IOException {
    if (file.isEmpty()) {
      return;
    }
    if (release.isPresent()) {
      page.write(Page.document(EmbeddedStory.of(release.get()).story()));
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
