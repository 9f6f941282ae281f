package dev.coalmine.cli.rehearsal;

import dev.coalmine.cli.rehearsal.AccountContents.ApiContents;
import dev.coalmine.cli.rehearsal.AccountContents.FunctionContents;
import dev.coalmine.cli.world.SimulatedAccount;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The account of a rehearsal: the sample account if it has all that the event names. Else, or with
 * a world file, an account with the contents of that file, and what the event names beside.
 */
public final class RehearsedAccount {
  private final String event;
  private final String source;
  private final Optional<AccountContents> described;
  private final AccountContents made;
  private final List<String> lines;

  private RehearsedAccount(
      LocalArns event, String source, Optional<AccountContents> described, AccountContents made) {
    this.event = event.event();
    this.source = source;
    this.described = described;
    this.made = made;
    this.lines = new ArrayList<>(lines(made));
    if (!event.replaced().isEmpty()) {
      lines.add(
          0, "ARNs of account " + event.replaced() + " stand for those of the sample account");
    }
  }

  /** The account for an event without a world file. */
  public static RehearsedAccount of(String event) {
    LocalArns local = LocalArns.of(event);
    RequestedTargets needs = RequestedTargets.of(local.event());
    boolean suffices = needs.isEmpty() || needs.isIn(SampleAccount.contents());
    return suffices
        ? new RehearsedAccount(local, "", Optional.empty(), AccountContents.NOTHING)
        : new RehearsedAccount(
            local,
            "the account of this request",
            Optional.of(AccountContents.NOTHING),
            ContentsFromRequest.of(needs, AccountContents.NOTHING));
  }

  /**
   * The account of a world file.
   *
   * @param source the file's name, for messages
   * @param world the file's text
   * @throws InvalidWorldException with all faults of the file
   */
  public static RehearsedAccount of(String event, String source, String world) {
    LocalArns local = LocalArns.of(event);
    AccountContents given = WorldFile.parse(source, world);
    RequestedTargets needs = RequestedTargets.of(local.event());
    return new RehearsedAccount(
        local,
        "world " + source,
        Optional.of(given),
        needs.isEmpty() ? AccountContents.NOTHING : ContentsFromRequest.of(needs, given));
  }

  /** The event with ARNs of the embedded account. */
  public String event() {
    return event;
  }

  /** What was made up because the event names it, a line for each; empty for nothing. */
  public List<String> lines() {
    return lines;
  }

  /**
   * Creates the contents.
   *
   * @throws InvalidWorldException if AWS would refuse some of them, or the embedded AWS does not
   *     know it
   */
  public void createIn(SimulatedAccount world) {
    if (described.isEmpty()) {
      SampleAccount.createIn(world);
      return;
    }
    ContentsCreator creator = new ContentsCreator(world);
    creator.create(described.get());
    creator.create(made);
    if (!creator.faults().isEmpty()) {
      throw new InvalidWorldException(source, creator.faults());
    }
  }

  private static List<String> lines(AccountContents made) {
    List<String> lines = new ArrayList<>();
    made.functions().forEach((name, one) -> lines.add("function " + name + text(one)));
    made.helpers().forEach(name -> lines.add("function " + name + ", which succeeds"));
    made.apis().forEach((id, api) -> lines.add("API " + id + text(api)));
    made.alarms()
        .forEach(
            alarm ->
                lines.add(
                    "alarm %s: half of the requests fail, in two minutes of three"
                        .formatted(alarm.get("AlarmName"))));
    return lines;
  }

  private static String text(FunctionContents function) {
    return " with versions %s; %s"
        .formatted(
            String.join(" and ", function.versions()),
            function.aliases().isEmpty()
                ? "no alias"
                : function.aliases().entrySet().stream()
                    .map(alias -> "alias %s at %s".formatted(alias.getKey(), alias.getValue()))
                    .collect(Collectors.joining(", ")));
  }

  private static String text(ApiContents api) {
    AccountContents.MethodContents method = api.methods().get(0);
    return api.stages().entrySet().stream()
            .map(stage -> ", stage " + stage.getKey() + variables(stage.getValue().variables()))
            .collect(Collectors.joining())
        + "; it calls %s:%s".formatted(method.function(), method.qualifier());
  }

  private static String variables(Map<String, String> variables) {
    return variables.isEmpty()
        ? ""
        : variables.entrySet().stream()
            .map(each -> each.getKey() + "=" + each.getValue())
            .collect(Collectors.joining(", ", " (", ")"));
  }
}
