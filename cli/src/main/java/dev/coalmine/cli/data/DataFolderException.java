package dev.coalmine.cli.data;

import java.nio.file.Path;

/** A folder, or a file in it, that can't be used. Nothing in it was changed. */
public final class DataFolderException extends Exception {
  private static final long serialVersionUID = 1L;

  DataFolderException(Path place, String fault) {
    super(place + " " + fault);
  }

  DataFolderException(Path place, String fault, Throwable cause) {
    super(place + " " + fault, cause);
  }
}
