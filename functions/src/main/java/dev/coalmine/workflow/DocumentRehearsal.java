package dev.coalmine.workflow;

import dev.coalmine.aws.SnapStart;
import dev.coalmine.document.HandlerEvent;
import dev.coalmine.document.Json;
import dev.coalmine.release.Release;
import dev.coalmine.release.ReleaseStart;
import dev.coalmine.release.TargetProgress;
import dev.coalmine.request.RequestReader;
import dev.coalmine.target.AliasRouting;
import dev.coalmine.target.AliasTarget;
import dev.coalmine.target.MetricSource;
import dev.coalmine.target.Snapshot;
import dev.coalmine.target.Weight;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** What a handler does with a release document, once before its snapshot; nothing is decided. */
final class DocumentRehearsal {
  private static final Instant NEVER = Instant.EPOCH;

  private DocumentRehearsal() {}

  /** Lets it run before the snapshot, if there is one. */
  static void register() {
    SnapStart.rehearse(DocumentRehearsal::readAndWrite);
  }

  static void readAndWrite() {
    String event =
        "{\"release\":%s,\"now\":\"%s\",\"failure\":{},\"retries\":0}"
            .formatted(Json.toJson(release()), NEVER);
    try {
      Json.toJson(
          HandlerEvent.read(new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)))
              .release());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Release release() {
    AliasTarget target = new AliasTarget("any", "live", "2");
    Snapshot before = new Snapshot(AliasRouting.allTo("1"), "", "any");
    return ReleaseStart.prepared(
        new Release.ReleaseIdentity("any", "any", NEVER),
        RequestReader.read(Json.readTree("{\"function\":\"any\",\"version\":\"2\"}")).request(),
        List.of(TargetProgress.of(target, before, MetricSource.OF_VERSIONS)),
        List.of(),
        Weight.ALL,
        NEVER);
  }
}
