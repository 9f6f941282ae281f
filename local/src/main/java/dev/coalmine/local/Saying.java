package dev.coalmine.local;

import dev.coalmine.release.Command;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * What somebody says to the release of a rehearsal.
 *
 * @param at how long after its start
 * @param command what it is told
 * @param why empty if no reason is given
 */
record Saying(Duration at, Command command, String why) {
  /** Reads {@code 12:approve} or {@code 12:reject=too slow}. */
  static final class Reader implements ITypeConverter<Saying> {
    private static final Pattern FORM = Pattern.compile("(\\d{1,5}):([a-z]+)(?:=(.*))?");

    @Override
    public Saying convert(String text) {
      Matcher form = FORM.matcher(text);
      if (!form.matches()) {
        throw new TypeConversionException(
            "must be MIN:COMMAND or MIN:COMMAND=WHY, such as 12:approve, not " + text);
      }
      Command command =
          Tell.command(form.group(2))
              .orElseThrow(
                  () ->
                      new TypeConversionException(
                          "the command %s is none of %s".formatted(form.group(2), Tell.all())));
      String why = form.group(3) == null ? "" : form.group(3);
      return new Saying(Duration.ofMinutes(Long.parseLong(form.group(1))), command, why);
    }
  }
}
