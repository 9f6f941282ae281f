package dev.coalmine.cli.prove;

import dev.coalmine.embedded.Fault;
import dev.coalmine.embedded.FaultInjection;
import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.http.WireResponse;
import dev.coalmine.embedded.json.JsonView;
import dev.coalmine.embedded.lambda.LostInvocations;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Counts the calls of a run, notes what they change, and gives them the armed faults. */
final class CallRecorder implements FaultInjection.CallInterceptor {
  /** Whoever is shown nothing. */
  static final Consumer<String> NOBODY = line -> {};

  private static final String PREPARE = "Prepare";

  /** How long after a write a read may not show it. AWS names no time; seconds are usual. */
  private static final Duration OUT_OF_DATE = Duration.ofMinutes(1);

  private final StoryAccount account;
  private final FaultScene scene;
  private final LostInvocations handlers;
  private final List<FaultTrigger> triggers;
  private final Consumer<String> shown;
  private final List<AwsCall> calls = new ArrayList<>();
  private final List<TargetChange> changes = new ArrayList<>();
  private final List<Announcement> announcements = new ArrayList<>();
  private final Map<String, Integer> occurrences = new HashMap<>();
  private final Map<String, TargetView> before;
  private final Map<String, OlderAnswer> stale = new HashMap<>();
  private Map<String, TargetView> last;
  private boolean unpublished;

  /** The answer to a read before the last write of its target, and when that write was. */
  private record OlderAnswer(Optional<WireResponse> answer, Instant writtenAt) {}

  CallRecorder(
      StoryAccount account,
      LostInvocations handlers,
      List<ArmedFault> faults,
      Consumer<String> shown) {
    this.account = account;
    this.handlers = handlers;
    this.shown = shown;
    this.triggers = faults.stream().map(FaultTrigger::new).toList();
    this.last = TargetViews.read(account.world());
    this.before = new TreeMap<>(last);
    this.scene =
        new FaultScene(
            account, handlers, new OtherPeople(account.world(), this::byPerson), this::staleAnswer);
  }

  @Override
  public WireResponse around(
      WireRequest request, String operation, Supplier<WireResponse> unheard) {
    Supplier<WireResponse> make = () -> hear(request, unheard.get());
    String caller = AwsCall.callerOf(request);
    if (caller.isEmpty()) {
      return make.get();
    }
    handlers.endIfKilled();
    if (!account.isCounting()) {
      return make.get();
    }
    if (calls.isEmpty()) { // what was there when the story began
      last = TargetViews.read(account.world());
      before.putAll(last);
    }
    AwsCall call = count(caller, operation, request);
    int ofOperation = occurrences.getOrDefault(call.operation(), 0);
    Optional<FaultTrigger> due =
        triggers.stream().filter(each -> each.isDue(call, ofOperation)).findFirst();
    if (shown != NOBODY) { // a text for each call of each run takes its time
      shown.accept(line(call, due));
    }
    unpublished |= due.isPresent() && call.operation().equals("PutEvents");
    return due.map(each -> each.faultOf(scene, call))
        .orElse(Fault.none())
        .apply(operation, () -> note(call, make));
  }

  private AwsCall count(String caller, String operation, WireRequest request) {
    int colon = operation.indexOf(':');
    String bare = operation.substring(colon + 1);
    int occurrence = occurrences.merge(caller + "." + bare, 1, Integer::sum);
    occurrences.merge(bare, 1, Integer::sum);
    AwsCall call =
        new AwsCall(
            calls.size() + 1,
            caller,
            operation.substring(0, Math.max(0, colon)),
            bare,
            occurrence,
            AwsCall.aboutOf(request, bare),
            account.clock().instant());
    calls.add(call);
    return call;
  }

  private String line(AwsCall call, Optional<FaultTrigger> due) {
    Duration since = Duration.between(StoryAccount.START, call.at());
    return "%6d.%03d s  %s%s"
        .formatted(
            since.toSeconds(),
            since.toMillisPart(),
            call,
            due.map(each -> "  <== " + each.kind()).orElse(""));
  }

  /** Notes what was published, whether or not the caller gets the answer. */
  private WireResponse hear(WireRequest request, WireResponse answer) {
    if (request.header("x-amz-target").endsWith(".PutEvents") && answer.status() == 200) {
      for (JsonView entry : JsonView.parse(request.body()).get("Entries").items()) {
        noteEvent(entry);
      }
    }
    return answer;
  }

  private void noteEvent(JsonView entry) {
    if (!entry.get("DetailType").text().equals("Coalmine Release State Change")) {
      return;
    }
    JsonView detail = JsonView.parse(entry.get("Detail").text().getBytes(StandardCharsets.UTF_8));
    Announcement said =
        new Announcement(
            detail.get("state").text(),
            detail.get("executionArn").text(),
            detail.get("reason").text());
    announcements.add(said);
    shown.accept("              said " + said);
  }

  /** Makes a call, and notes what it changed or that Prepare looked. */
  private WireResponse note(AwsCall call, Supplier<WireResponse> make) {
    if (call.isWrite()) {
      last = TargetViews.read(account.world()); // AWS itself may have settled a target since
      stale.put(
          call.about(),
          new OlderAnswer(TargetViews.answer(account.world(), call.about()), call.at()));
    }
    try {
      return make.get();
    } finally { // a write may be applied in part, and fail
      if (call.isWrite()) {
        noteChanges(call.caller());
      } else if (call.isRead() && call.caller().equals(PREPARE)) {
        noteLook(call.about());
      }
    }
  }

  private void noteLook(String target) {
    TargetView seen = last.getOrDefault(target, TargetView.whole("none", Map.of()));
    boolean byPerson =
        changes.stream()
            .filter(each -> each.target().equals(target))
            .reduce((first, latest) -> latest)
            .filter(TargetChange::isByPerson)
            .isPresent(); // a mark that a deployment left standing is nobody's any more
    if (last.containsKey(target) && (byPerson || !seen.isMarked())) {
      if (changes.stream().noneMatch(each -> isOwn(each, target))) {
        before.put(target, seen);
      }
      changes.add(new TargetChange(calls.size(), PREPARE, target, seen, seen));
    }
  }

  private static boolean isOwn(TargetChange change, String target) {
    return change.target().equals(target) && !change.isByPerson() && !change.isLook();
  }

  private void byPerson(Runnable change) {
    noteChanges(TargetChange.PERSON); // nothing, unless a call is under way
    change.run();
    noteChanges(TargetChange.PERSON);
  }

  private void noteChanges(String author) {
    Map<String, TargetView> now = TargetViews.read(account.world());
    now.forEach(
        (target, view) -> {
          TargetView known = last.getOrDefault(target, view);
          if (!view.equals(known)) {
            TargetChange change = new TargetChange(calls.size(), author, target, known, view);
            changes.add(change);
            shown.accept("              " + change);
          }
        });
    last = now;
  }

  private Optional<WireResponse> staleAnswer(AwsCall read) {
    return Optional.ofNullable(stale.get(read.about()))
        .filter(older -> read.at().isBefore(older.writtenAt().plus(OUT_OF_DATE)))
        .flatMap(OlderAnswer::answer);
  }

  List<AwsCall> calls() {
    return List.copyOf(calls);
  }

  List<TargetChange> changes() {
    return List.copyOf(changes);
  }

  Map<String, TargetView> before() {
    return Map.copyOf(before);
  }

  List<Announcement> announcements() {
    return List.copyOf(announcements);
  }

  /** Whether all armed faults happened. */
  boolean isFaulted() {
    return triggers.stream().allMatch(FaultTrigger::hasHappened);
  }

  boolean isDenied() {
    return hasHappened("denied-for");
  }

  boolean isOutage() {
    return hasHappened("outage");
  }

  private boolean hasHappened(String kinds) {
    return triggers.stream()
        .anyMatch(each -> each.hasHappened() && each.kind().name().contains(kinds));
  }

  boolean isUnpublished() {
    return unpublished;
  }
}
