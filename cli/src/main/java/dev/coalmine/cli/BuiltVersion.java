package dev.coalmine.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/**
 * What {@code --version} prints: the version and the commit that the jar's manifest names, such as
 * {@code coalmine 1.2.0 (0123456789ab)}. Classes that are in no jar have neither.
 */
final class BuiltVersion implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {text(Optional.ofNullable(Main.class.getPackage()))};
  }

  private static String text(Optional<Package> built) {
    return "coalmine "
        + built.map(Package::getImplementationVersion).orElse("of unknown version (not in a jar)");
  }
}
