package dev.coalmine.embedded.protocol;

import dev.coalmine.embedded.protocol.ParameterType.ListOf;
import dev.coalmine.embedded.protocol.ParameterType.MapOf;
import dev.coalmine.embedded.protocol.ParameterType.Member;
import dev.coalmine.embedded.protocol.ParameterType.NotModelled;
import dev.coalmine.embedded.protocol.ParameterType.OneOf;
import dev.coalmine.embedded.protocol.ParameterType.Scalar;
import dev.coalmine.embedded.protocol.ParameterType.Structure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads a {@link ParameterTable}. An operation begins at the start of a line, and lines that begin
 * with a space continue it. Its parameters have spaces between them:
 *
 * <ul>
 *   <li>{@code Name} is a text, {@code Name!} a required one
 *   <li>{@code Name:whole} is a whole number; there are also number, flag, moment, text and any
 *   <li>{@code Name=a|b} has AWS' values a and b; of {@code Name~a|b} AWS has more values
 *   <li>{@code Name[]} is a list of texts, {@code Name<>} a map of texts; what is between the
 *       brackets describes the elements as it would follow a name: {@code Name<:whole>}
 *   <li>{@code Name{First Second}} is a structure
 *   <li>{@code ?Name} is in the query, {@code @name} in a header; {@code -@name} is a header that
 *       AWS knows and the embedded AWS does not
 *   <li>{@code #} begins a comment line
 * </ul>
 */
final class ParameterTableReader {
  private final String text;
  private int at;

  private ParameterTableReader(String text) {
    this.text = text;
  }

  /**
   * The parameters of each operation.
   *
   * @throws IllegalArgumentException if the text is not such a table
   */
  static Map<String, Structure> read(String table) {
    Map<String, Structure> operations = new LinkedHashMap<>();
    StringBuilder joined = new StringBuilder();
    table.lines().filter(line -> !line.startsWith("#")).forEach(line -> join(joined, line));
    for (String line : joined.toString().split("\n", -1)) {
      if (!line.isBlank()) {
        ParameterTableReader reader = new ParameterTableReader(line);
        operations.put(reader.name(), new Structure(reader.members()));
        reader.refuseRest();
      }
    }
    return operations;
  }

  private static void join(StringBuilder joined, String line) {
    joined.append(line.startsWith(" ") ? "" : "\n").append(line);
  }

  private void refuseRest() {
    if (at < text.length()) {
      throw new IllegalArgumentException("\"" + text.substring(at) + "\" is no parameter: " + text);
    }
  }

  private Map<String, Member> members() {
    Map<String, Member> members = new LinkedHashMap<>();
    skipSpaces();
    while (at < text.length() && peek() != '}') {
      boolean refused = take('-');
      String name = name();
      boolean required = take('!');
      members.put(name, new Member(refused ? new NotModelled() : type(), required));
      skipSpaces();
    }
    return members;
  }

  private String name() {
    String name = word("?@");
    if (name.isEmpty()) {
      throw new IllegalArgumentException("a name is missing at " + at + ": " + text);
    }
    return name;
  }

  private ParameterType type() {
    if (take(':')) {
      return Scalar.valueOf(word("").toUpperCase(Locale.ROOT));
    }
    if (take('=')) {
      return new OneOf(values(), true);
    }
    if (take('~')) {
      return new OneOf(values(), false);
    }
    if (take('[')) {
      return new ListOf(closed(type(), ']'));
    }
    if (take('<')) {
      return new MapOf(closed(type(), '>'));
    }
    return take('{') ? closed(new Structure(members()), '}') : Scalar.TEXT;
  }

  private ParameterType closed(ParameterType type, char end) {
    if (!take(end)) {
      throw new IllegalArgumentException(end + " is missing at " + at + ": " + text);
    }
    return type;
  }

  private List<String> values() {
    return List.of(word("|.").split("\\|", -1));
  }

  /** Letters, digits, underscores, hyphens and these. */
  private String word(String others) {
    int from = at;
    while (at < text.length() && isWord(peek(), others)) {
      at++;
    }
    return text.substring(from, at);
  }

  private static boolean isWord(char letter, String others) {
    return Character.isLetterOrDigit(letter)
        || "_-".indexOf(letter) >= 0
        || others.indexOf(letter) >= 0;
  }

  private char peek() {
    return text.charAt(at);
  }

  private boolean take(char wanted) {
    boolean found = at < text.length() && peek() == wanted;
    at += found ? 1 : 0;
    return found;
  }

  private void skipSpaces() {
    while (at < text.length() && peek() == ' ') {
      at++;
    }
  }
}
