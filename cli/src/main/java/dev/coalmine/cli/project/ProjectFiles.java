package dev.coalmine.cli.project;

import java.nio.file.Path;

/** The files of the project's folder that commands read. */
public final class ProjectFiles {
  /** The event that is used if a command is given none, relative to the project's folder. */
  public static final String RELEASE_EVENT = "events/release.json";

  private ProjectFiles() {}

  /** The project's folder, by the system property that the launcher sets; else the current one. */
  public static Path root() {
    return Path.of(System.getProperty("coalmine.root", ".")).toAbsolutePath().normalize();
  }

  /** The file of {@link #RELEASE_EVENT}. */
  public static Path releaseEvent() {
    return root().resolve(RELEASE_EVENT);
  }
}
