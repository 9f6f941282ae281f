package dev.coalmine.embedded.codepipeline;

import dev.coalmine.embedded.http.WireResponse;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.json.JsonView;
import dev.coalmine.embedded.protocol.AwsError;
import dev.coalmine.embedded.protocol.JsonFields;
import dev.coalmine.embedded.protocol.ServiceCaller;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A running Lambda invoke action of a pipeline: one job after another until it ends. */
public final class PipelineAction {
  private static final String JOB = "CodePipeline.job";

  /** Observed by users; AWS documents no value. */
  private static final Duration PAUSE = Duration.ofSeconds(30);

  // CodePipeline quotas: without any reply, and in total.
  private static final Duration REPLY_TIMEOUT = Duration.ofMinutes(20);
  private static final Duration TOTAL_TIMEOUT = Duration.ofHours(24);

  private final CompletableFuture<PipelineActionResult> end = new CompletableFuture<>();
  private final List<String> jobs = new ArrayList<>();
  private final CodePipelineService service;
  private final JsonFields job;
  private final String function;
  private final Instant startedAt;
  private boolean waiting;

  PipelineAction(Map<String, Object> event, CodePipelineService service) {
    this.service = service;
    if (!new JsonView(event).get(JOB).isObject()) {
      throw new IllegalArgumentException(
          "the event must have a " + JOB + ", not only " + event.keySet());
    }
    this.job = new JsonFields(event).object(JOB);
    this.function =
        job.object("data")
            .object("actionConfiguration")
            .object("configuration")
            .text("FunctionName");
    this.startedAt = service.clock().instant();
    if (function.isEmpty()) {
      throw new IllegalArgumentException(
          JOB + " must name a function in data.actionConfiguration.configuration.FunctionName");
    }
  }

  /** Completes when the action ends. It never completes exceptionally. */
  public CompletableFuture<PipelineActionResult> result() {
    return end;
  }

  /** The ids of its jobs so far, oldest first. */
  public synchronized List<String> jobs() {
    return List.copyOf(jobs);
  }

  void begin() {
    service.clock().runAt(startedAt.plus(TOTAL_TIMEOUT), this::timeOut);
    String id = job.text("id");
    startJob(id.isEmpty() ? service.newJobId() : id, job.object("data").text("continuationToken"));
  }

  /** Gives the function a job. The function is invoked when the clock runs. */
  private void startJob(String id, String token) {
    synchronized (this) {
      jobs.add(id);
      waiting = true;
    }
    service.register(id, this);
    Instant now = service.clock().instant();
    service.clock().runAt(now, () -> invoke(id, token));
    service.clock().runAt(now.plus(REPLY_TIMEOUT), () -> timeOut(id));
  }

  private void invoke(String id, String token) {
    WireResponse answer = service.invoke(function, Json.toText(event(id, token)));
    if (answer.status() >= 300) {
      String why = ServiceCaller.errorCode(answer) + ": " + ServiceCaller.errorMessage(answer);
      String message = "The function " + function + " can't be invoked: " + why;
      end.complete(PipelineActionResult.failed("ConfigurationError", message, ""));
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

  /** The wording of the CodePipeline user guide, "Troubleshooting". */
  private void timeOut() {
    String message =
        "The AWS Lambda function "
            + function
            + " failed to return a result. Check the function to verify that it has permission to"
            + " call the PutJobSuccessResult action and that it made a call to"
            + " PutJobSuccessResult.";
    end.complete(
        new PipelineActionResult(
            PipelineActionResult.PipelineActionStatus.TIMED_OUT,
            "JobFailed",
            message,
            "",
            Map.of()));
  }

  private synchronized boolean isWaitingFor(String id) {
    return waiting && !end.isDone() && jobs.get(jobs.size() - 1).equals(id);
  }

  /** Accepts the first result of a job and refuses any later one. */
  private synchronized void closeJob(String id) {
    if (!isWaitingFor(id)) {
      throw new AwsError(
          400, "InvalidJobStateException", "Job " + id + " is not in progress any more.");
    }
    waiting = false;
  }

  void succeeded(String id, String token, JsonFields details, Map<String, Object> variables) {
    closeJob(id);
    if (token.isEmpty()) {
      end.complete(
          new PipelineActionResult(
              PipelineActionResult.PipelineActionStatus.SUCCEEDED,
              "",
              details.text("summary"),
              details.text("externalExecutionId"),
              variables));
    } else {
      Instant next = service.clock().instant().plus(PAUSE);
      service.clock().runAt(next, () -> startNextJob(token));
    }
  }

  private void startNextJob(String token) {
    if (!end.isDone()) {
      startJob(service.newJobId(), token);
    }
  }

  void failed(String id, PipelineActionResult outcome) {
    closeJob(id);
    end.complete(outcome);
  }

  Map<String, Object> describe(String id) {
    Map<String, Object> wire = new LinkedHashMap<>();
    wire.put("function", function);
    wire.put("state", state(id));
    PipelineActionResult outcome = end.getNow(null);
    if (outcome != null) {
      wire.put("type", outcome.type());
      wire.put("message", outcome.message());
      wire.put("outputVariables", outcome.outputVariables());
    }
    return wire;
  }

  private String state(String id) {
    PipelineActionResult outcome = end.getNow(null);
    return outcome == null
        ? (isWaitingFor(id) ? "IN_PROGRESS" : "CONTINUED")
        : outcome.status().name();
  }
}
