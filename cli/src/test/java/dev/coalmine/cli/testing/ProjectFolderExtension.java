package dev.coalmine.cli.testing;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Sets the project's folder for each test, as the launcher does for a command. */
public final class ProjectFolderExtension implements BeforeEachCallback, AfterEachCallback {
  private static final String ROOT = "coalmine.root";

  @Override
  public void beforeEach(ExtensionContext test) {
    System.setProperty(ROOT, ProjectFolder.ROOT.toString());
  }

  @Override
  public void afterEach(ExtensionContext test) {
    System.clearProperty(ROOT);
  }
}
