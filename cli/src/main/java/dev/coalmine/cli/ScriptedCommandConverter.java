package dev.coalmine.cli;

import dev.coalmine.cli.rehearsal.ScriptedCommand;
import dev.coalmine.request.SteeringCommand;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 12:approve} or {@code 12:reject=too slow}. */
final class ScriptedCommandConverter implements ITypeConverter<ScriptedCommand> {
  private static final Pattern FORM = Pattern.compile("(\\d{1,5}):([a-z]+)(?:=(.*))?");

  @Override
  public ScriptedCommand convert(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new TypeConversionException(
          "must be MIN:COMMAND or MIN:COMMAND=WHY, such as 12:approve, not " + text);
    }
    SteeringCommand command =
        SteerCommand.commandFor(form.group(2))
            .orElseThrow(
                () ->
                    new TypeConversionException(
                        "unknown command %s; the commands are %s"
                            .formatted(form.group(2), SteerCommand.allWords())));
    String why = form.group(3) == null ? "" : form.group(3);
    return new ScriptedCommand(Duration.ofMinutes(Long.parseLong(form.group(1))), command, why);
  }
}
