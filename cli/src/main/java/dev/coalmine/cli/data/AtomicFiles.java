package dev.coalmine.cli.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/**
 * Writes files so that whoever reads one finds the old content or the new one, also after a kill: a
 * new file beside it is written to the disk, and then takes its name.
 */
final class AtomicFiles {
  static final String SUFFIX = ".tmp";

  private final Consumer<Path> beforeStep;

  /**
   * Writes files.
   *
   * @param beforeStep is called before each step, with the file that it changes; tests end here
   */
  AtomicFiles(Consumer<Path> beforeStep) {
    this.beforeStep = beforeStep;
  }

  void write(Path file, byte[] content) throws IOException {
    Path beside = file.resolveSibling(file.getFileName() + SUFFIX);
    beforeStep.accept(beside);
    try (FileChannel out =
        FileChannel.open(
            beside,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer left = ByteBuffer.wrap(content);
      while (left.hasRemaining()) {
        out.write(left);
      }
      out.force(true);
    }
    beforeStep.accept(file);
    move(beside, file);
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      throw new IOException("the file system of " + to + " has no atomic move", e);
    }
  }

  void delete(Path file) throws IOException {
    beforeStep.accept(file);
    Files.deleteIfExists(file);
  }
}
