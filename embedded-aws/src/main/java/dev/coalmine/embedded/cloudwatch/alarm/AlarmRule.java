package dev.coalmine.embedded.cloudwatch.alarm;

import dev.coalmine.embedded.cloudwatch.wire.CloudWatchErrors;
import dev.coalmine.embedded.protocol.AwsError;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The AlarmRule of a composite alarm: {@code ALARM(x)}, {@code OK(x)}, {@code
 * INSUFFICIENT_DATA(x)}, {@code TRUE}, {@code FALSE}, {@code AND}, {@code OR}, {@code NOT} and
 * parentheses. AND binds closer than OR. Names may be quoted, and may be ARNs.
 */
final class AlarmRule {
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(?:(ALARM|OK|INSUFFICIENT_DATA)\\s*\\(\\s*(?:\"([^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+)\"|([^\\s()\"]+))"
              + "\\s*\\)|(AND|OR|NOT|TRUE|FALSE)\\b|([()]))\\s*");

  /** PutCompositeAlarm API reference: as many underlying alarms. */
  private static final int MOST_ALARMS = 100;

  /** Alarms, TRUE, FALSE and parentheses (CloudWatch user guide, "Create a composite alarm"). */
  private static final int MOST_ELEMENTS = 500;

  private record RuleToken(String word, String alarm) {}

  private final String text;
  private final List<RuleToken> tokens = new ArrayList<>();
  private final Set<String> children = new LinkedHashSet<>();
  private final Predicate<Function<String, AlarmStateValue>> rule;
  private int next;

  /**
   * Parses a rule.
   *
   * @throws AwsError ValidationError if it does not follow the grammar
   */
  AlarmRule(String text) {
    this.text = text;
    tokenize();
    checkSize();
    this.rule = or();
    if (next < tokens.size()) {
      throw error("unexpected " + tokens.get(next).word());
    }
  }

  /** The names of the alarms in the rule, in order. */
  List<String> children() {
    return List.copyOf(children);
  }

  /** Whether the rule holds for these alarm states. */
  boolean holds(Function<String, AlarmStateValue> states) {
    return rule.test(states);
  }

  private void tokenize() {
    Matcher matcher = TOKEN.matcher(text);
    int at = 0;
    while (at < text.length()) {
      if (!matcher.find(at) || matcher.start() != at) {
        throw error("cannot read '" + text.substring(at) + "'");
      }
      tokens.add(token(matcher));
      at = matcher.end();
    }
  }

  private void checkSize() {
    long elements =
        tokens.stream().filter(each -> !List.of("AND", "OR", "NOT").contains(each.word())).count();
    if (elements > MOST_ELEMENTS) {
      throw error("it has more than " + MOST_ELEMENTS + " elements");
    }
    long alarms =
        tokens.stream().map(RuleToken::alarm).filter(each -> !each.isEmpty()).distinct().count();
    if (alarms > MOST_ALARMS) {
      throw error("it has more than " + MOST_ALARMS + " alarms");
    }
  }

  private static RuleToken token(Matcher matcher) {
    if (matcher.group(1) != null) {
      String quoted = matcher.group(2);
      String name = quoted == null ? matcher.group(3) : quoted.replaceAll("\\\\(.)", "$1");
      return new RuleToken(matcher.group(1), name(name));
    }
    return new RuleToken(matcher.group(4) == null ? matcher.group(5) : matcher.group(4), "");
  }

  /** The alarm's name, from its name or ARN. */
  static String name(String nameOrArn) {
    boolean arn = nameOrArn.toLowerCase(Locale.ROOT).startsWith("arn:");
    int at = nameOrArn.indexOf(":alarm:");
    return arn && at >= 0 ? nameOrArn.substring(at + ":alarm:".length()) : nameOrArn;
  }

  private Predicate<Function<String, AlarmStateValue>> or() {
    Predicate<Function<String, AlarmStateValue>> left = and();
    while (takeIf("OR")) {
      left = left.or(and());
    }
    return left;
  }

  private Predicate<Function<String, AlarmStateValue>> and() {
    Predicate<Function<String, AlarmStateValue>> left = not();
    while (takeIf("AND")) {
      left = left.and(not());
    }
    return left;
  }

  private Predicate<Function<String, AlarmStateValue>> not() {
    boolean negated = false;
    while (takeIf("NOT")) {
      negated = !negated;
    }
    Predicate<Function<String, AlarmStateValue>> of = primary();
    return negated ? of.negate() : of;
  }

  private Predicate<Function<String, AlarmStateValue>> primary() {
    if (next == tokens.size()) {
      throw error("it ends too early");
    }
    RuleToken token = tokens.get(next++);
    return switch (token.word()) {
      case "TRUE" -> states -> true;
      case "FALSE" -> states -> false;
      case "(" -> parenthesized();
      case "ALARM", "OK", "INSUFFICIENT_DATA" -> child(token);
      default -> throw error("unexpected " + token.word());
    };
  }

  private Predicate<Function<String, AlarmStateValue>> parenthesized() {
    Predicate<Function<String, AlarmStateValue>> inner = or();
    if (!takeIf(")")) {
      throw error("')' is missing");
    }
    return inner;
  }

  private Predicate<Function<String, AlarmStateValue>> child(RuleToken token) {
    AlarmStateValue status = AlarmStateValue.valueOf(token.word());
    children.add(token.alarm());
    return states -> states.apply(token.alarm()) == status;
  }

  private boolean takeIf(String word) {
    boolean present = next < tokens.size() && tokens.get(next).word().equals(word);
    if (present) {
      next++;
    }
    return present;
  }

  private AwsError error(String what) {
    return CloudWatchErrors.validation(
        "AlarmRule '" + text + "' is not a valid rule: " + what + ".");
  }
}
