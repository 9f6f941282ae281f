package dev.coalmine.release;

import static dev.coalmine.release.ReleaseFixtures.BEFORE;
import static dev.coalmine.release.ReleaseFixtures.MARK;
import static dev.coalmine.release.ReleaseFixtures.at;
import static dev.coalmine.release.ReleaseFixtures.found;
import static dev.coalmine.release.ReleaseFixtures.minute;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.target.AbandonedChange;
import dev.coalmine.target.AbandonedChange.ChangeOwner;
import dev.coalmine.target.AliasRouting;
import dev.coalmine.target.Provisioning;
import dev.coalmine.target.Snapshot;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose doing it is how an alias stands after the release's execution was ended. */
class AbandonedChangeTest {
  private static final AliasRouting CANARY = AliasRouting.allTo("8");

  private final Release prepared = ReleaseFixtures.prepared(10);
  private final Release baking = Promotion.shifted(prepared, minute(0));
  private final Release promoting = look(baking, at(10), 5);
  private final Release watching = Promotion.promoted(promoting, List.of(found(CANARY)), minute(5));

  private final Release settling =
      Promotion.promoted(promoting, List.of(kept("8", "7", "IN_PROGRESS")), minute(5));

  private static Snapshot kept(String primary, String serving, String provisioning) {
    return new Snapshot(
        new AliasRouting(primary, Map.of(serving, BigDecimal.valueOf(100))),
        BEFORE.description(),
        "r9",
        Provisioning.of(provisioning, "no capacity"));
  }

  private static Release look(Release release, Snapshot found, int minute) {
    return new Analysis(minute(minute), List.of(found), List.of(), List.of()).decide(release);
  }

  private static ChangeOwner whose(Release release, Snapshot found, int later) {
    return PlannedWrites.of(release).abandoned(minute(30), minute(30 + later)).get(0).owner(found);
  }

  @ParameterizedTest
  @CsvSource({
    "baking, 1, THIS_RELEASE",
    "baking, 1000, THIS_RELEASE",
    "promoting, 1000, THIS_RELEASE",
    "prepared, 1000, THIS_RELEASE", // written by a handler that never answered
    "watching, 1, OTHER" // not what stood, nor what was about to be written
  })
  void aSplitAliasWithTheMarkIsOursHoweverLate(String phase, int later, ChangeOwner whose) {
    assertThat(whose(release(phase), at(10), later)).isEqualTo(whose);
  }

  @ParameterizedTest
  @CsvSource({
    "watching, r2, 1, THIS_RELEASE",
    "watching, r2, 1000, THIS_RELEASE",
    "watching, r3, 1, OTHER", // somebody wrote the same since
    "promoting, r3, 1, THIS_RELEASE", // the answer may have been lost
    "promoting, r3, 16, UNPROVEN",
    "settling, r3, 1, THIS_RELEASE", // AWS may have changed it
    "settling, r3, 16, UNPROVEN",
    "baking, r3, 1, OTHER",
    "prepared, r3, 1, NONE"
  })
  void aPromotionIsOursByItsStampOrAsALateWrite(
      String phase, String revision, int later, ChangeOwner whose) {
    Snapshot promoted = new Snapshot(CANARY, BEFORE.description(), revision);

    assertThat(whose(release(phase), promoted, later)).isEqualTo(whose);
  }

  @Test
  void whoDescribesAnUnprovenPromotionHasTakenItOver() {
    assertThat(whose(promoting, new Snapshot(CANARY, "kept by Ann", "r3"), 16))
        .isEqualTo(ChangeOwner.OTHER);
  }

  @Test
  void whatCannotBeProvenSaysWhatToDo() {
    Snapshot promoted = new Snapshot(CANARY, BEFORE.description(), "r3");
    AbandonedChange left = PlannedWrites.of(promoting).abandoned(minute(30), minute(46)).get(0);

    assertThat(left.unprovenMessage(promoted))
        .startsWith("alias orders:live is at version 8, as this release was about to leave it")
        .endsWith("if it is wanted, change its description, else set it to version 7");
    assertThat(left.movedMessage(new Snapshot(AliasRouting.allTo("6"), MARK, "r9")))
        .startsWith(
            "alias orders:live was moved by someone else: this release left it at version 7")
        .contains("now it is at version 6 (revision r9)");
  }

  @ParameterizedTest
  @CsvSource({
    "baking, FAILED, THIS_RELEASE",
    "watching, FAILED, THIS_RELEASE",
    "watching, IN_PROGRESS, NONE"
  })
  void requestsThatAwsKeepsOnTheCanaryAfterTheRestoreAreSentBack(
      String phase, String provisioning, ChangeOwner whose) {
    assertThat(whose(release(phase), kept("7", "8", provisioning), 1000)).isEqualTo(whose);
  }

  @ParameterizedTest
  @CsvSource({"prepared", "baking", "promoting", "watching"})
  void whatStandsAsBeforeOrIsTheNextReleasesIsNobodys(String phase) {
    Snapshot next = new Snapshot(at(10).routing(), "coalmine arn:next", "r9");

    assertThat(whose(release(phase), found(BEFORE.routing()), 1)).isEqualTo(ChangeOwner.NONE);
    assertThat(whose(release(phase), next, 1)).isEqualTo(ChangeOwner.NONE);
  }

  @ParameterizedTest
  @CsvSource({"prepared", "baking", "promoting", "watching"})
  void aMarkOnSomebodyElsesRoutingIsTold(String phase) {
    Snapshot moved = new Snapshot(AliasRouting.allTo("6"), MARK, "r9");

    assertThat(whose(release(phase), moved, 1000)).isEqualTo(ChangeOwner.OTHER);
  }

  @ParameterizedTest
  @CsvSource({"prepared", "baking", "promoting"})
  void aMarkAloneIsOurs(String phase) {
    assertThat(whose(release(phase), new Snapshot(BEFORE.routing(), MARK, "r9"), 1000))
        .isEqualTo(ChangeOwner.THIS_RELEASE);
  }

  private Release release(String phase) {
    return switch (phase) {
      case "prepared" -> prepared;
      case "baking" -> baking;
      case "promoting" -> promoting;
      case "settling" -> settling;
      default -> watching;
    };
  }
}
