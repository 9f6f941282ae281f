package dev.coalmine.local.aws;

import dev.coalmine.local.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A Lambda invoke action of a pipeline while it runs: one job after another until it ends. */
public final class PipelineAction {
  private static final String JOB = "CodePipeline.job";

  /** Seen by users; AWS promises no time. */
  private static final Duration PAUSE = Duration.ofSeconds(30);

  // CodePipeline quotas: without any reply, and in all.
  private static final Duration WITHOUT_REPLY = Duration.ofMinutes(20);
  private static final Duration LONGEST = Duration.ofHours(24);

  private final CompletableFuture<PipelineEnd> end = new CompletableFuture<>();
  private final List<String> jobs = new ArrayList<>();
  private final CodePipelineService service;
  private final Fields job;
  private final String function;
  private final Instant since;
  private boolean waiting;

  PipelineAction(Map<String, Object> event, CodePipelineService service) {
    this.service = service;
    if (!(event.get(JOB) instanceof Map<?, ?>)) {
      throw new IllegalArgumentException("no " + JOB + " in it: " + event.keySet());
    }
    this.job = new Fields(event).object(JOB);
    this.function =
        job.object("data")
            .object("actionConfiguration")
            .object("configuration")
            .text("FunctionName");
    this.since = service.clock().instant();
    if (function.isEmpty()) {
      throw new IllegalArgumentException(
          JOB + " names no function at data.actionConfiguration.configuration.FunctionName");
    }
  }

  /** Completes when the action ends; never fails. */
  public CompletableFuture<PipelineEnd> end() {
    return end;
  }

  /** The ids of its jobs so far, oldest first. */
  public synchronized List<String> jobs() {
    return List.copyOf(jobs);
  }

  void begin() {
    service.later().at(since.plus(LONGEST), this::timeOut);
    String id = job.text("id");
    give(id.isEmpty() ? service.newJob() : id, job.object("data").text("continuationToken"));
  }

  /** Gives the function a job; the clock has to run for it. */
  private void give(String id, String token) {
    synchronized (this) {
      jobs.add(id);
      waiting = true;
    }
    service.enter(id, this);
    Instant now = service.clock().instant();
    service.later().at(now, () -> invoke(id, token));
    service.later().at(now.plus(WITHOUT_REPLY), () -> timeOut(id));
  }

  private void invoke(String id, String token) {
    WireAnswer answer = service.invoke(function, Json.text(event(id, token)));
    if (answer.status() >= 300) {
      String why = AwsCalls.errorCode(answer) + ": " + AwsCalls.errorMessage(answer);
      end.complete(
          new PipelineEnd(
              PipelineEnd.Kind.FAILED,
              "ConfigurationError",
              "The function " + function + " can't be invoked: " + why,
              "",
              Map.of()));
    }
  }

  private Map<String, Object> event(String id, String token) {
    Map<String, Object> data = new LinkedHashMap<>(job.object("data").tree());
    if (!token.isEmpty()) {
      data.put("continuationToken", token);
    }
    Map<String, Object> next = new LinkedHashMap<>(job.tree());
    next.put("id", id);
    next.put("data", data);
    return Map.of(JOB, next);
  }

  private void timeOut(String id) {
    if (isWaitingFor(id)) {
      timeOut();
    }
  }

  /** The words of the CodePipeline user guide, "Troubleshooting". */
  private void timeOut() {
    String message =
        "The AWS Lambda function "
            + function
            + " failed to return a result. Check the function to verify that it has permission to"
            + " call the PutJobSuccessResult action and that it made a call to PutJobSuccessResult.";
    end.complete(new PipelineEnd(PipelineEnd.Kind.TIMED_OUT, "JobFailed", message, "", Map.of()));
  }

  private synchronized boolean isWaitingFor(String id) {
    return waiting && !end.isDone() && jobs.get(jobs.size() - 1).equals(id);
  }

  /** Takes the word on a job, unless there was one before. */
  private synchronized void take(String id) {
    if (!isWaitingFor(id)) {
      throw new AwsError(
          400, "InvalidJobStateException", "Job " + id + " is not in progress any more.");
    }
    waiting = false;
  }

  void succeeded(String id, String token, Fields details, Map<String, Object> variables) {
    take(id);
    if (token.isEmpty()) {
      end.complete(
          new PipelineEnd(
              PipelineEnd.Kind.SUCCEEDED,
              "",
              details.text("summary"),
              details.text("externalExecutionId"),
              variables));
    } else {
      Instant next = service.clock().instant().plus(PAUSE);
      service.later().at(next, () -> goOn(token));
    }
  }

  private void goOn(String token) {
    if (!end.isDone()) {
      give(service.newJob(), token);
    }
  }

  void failed(String id, PipelineEnd how) {
    take(id);
    end.complete(how);
  }

  Map<String, Object> described(String id) {
    Map<String, Object> wire = new LinkedHashMap<>();
    wire.put("function", function);
    wire.put("state", state(id));
    PipelineEnd how = end.getNow(null);
    if (how != null) {
      wire.put("type", how.type());
      wire.put("message", how.message());
      wire.put("outputVariables", how.outputVariables());
    }
    return wire;
  }

  private String state(String id) {
    PipelineEnd how = end.getNow(null);
    return how == null ? (isWaitingFor(id) ? "IN_PROGRESS" : "CONTINUED") : how.kind().name();
  }
}
