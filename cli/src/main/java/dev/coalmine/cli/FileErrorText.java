package dev.coalmine.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Why a file can't be read or written, in words instead of class names. */
final class FileErrorText {
  private FileErrorText() {}

  /** The end of the sentence "FILE can't be read: …". */
  static String describe(IOException fault) {
    if (fault instanceof NoSuchFileException) {
      return "there is no such file or folder";
    }
    if (fault instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (fault instanceof CharacterCodingException) {
      return "it is not UTF-8 text";
    }
    boolean named = fault instanceof FileSystemException;
    return String.valueOf(named ? ((FileSystemException) fault).getReason() : fault.getMessage());
  }
}
