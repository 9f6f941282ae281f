package dev.coalmine.cli.prove;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.cli.rehearsal.SampleAccount;
import dev.coalmine.cli.testing.LocalRuntimeExtension;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The oracle sees a broken promise: here the script breaks it, and no handler. */
class OracleTest {
  @RegisterExtension static final LocalRuntimeExtension LOCAL = LocalRuntimeExtension.inProcess();

  private static List<ViolationKind> judge(
      String story, Story.Traits traits, Consumer<StoryAccount> sabotage) {
    Story whole = Stories.named(story).orElseThrow();
    Story broken =
        new Story(
            "broken",
            traits,
            whole.promised(),
            whole.traffic(),
            whole.script().andThen(account -> account.at(1200, () -> sabotage.accept(account))));
    PlayedRun run = new StoryRun(LOCAL.runtime(), broken, List.of(), line -> {}).play();
    return Oracle.judge(run).stream().map(Violation::kind).toList();
  }

  private static Consumer<StoryAccount> moving(String version, Map<String, Double> weights) {
    return account ->
        account
            .world()
            .lambda()
            .putAlias(SampleAccount.FUNCTION, SampleAccount.ALIAS, version, weights);
  }

  @Test
  void aStoryWithoutFaultsKeepsAllPromises() {
    assertThat(judge("alias-bad", Story.Traits.BAD, account -> {})).isEmpty();
    assertThat(judge("two-targets", Story.Traits.HEALTHY, account -> {})).isEmpty();
  }

  @Test
  void aSplitThatNobodyToldOfIsLeft() {
    assertThat(judge("alias-bad", Story.Traits.BAD, moving("7", Map.of("8", 0.1))))
        .containsExactly(ViolationKind.LEFT, ViolationKind.NOT_BACK);
  }

  @Test
  void aPromotedReleaseThatIsNotServedIsNot() {
    assertThat(judge("alias-healthy", Story.Traits.HEALTHY, moving("7", Map.of())))
        .containsExactly(ViolationKind.NOT_PROMOTED);
  }

  @Test
  void oneOfTwoTargetsIsHalfOfARelease() {
    assertThat(judge("two-targets", Story.Traits.HEALTHY, moving("7", Map.of())))
        .containsExactly(ViolationKind.HALF, ViolationKind.NOT_PROMOTED);
  }

  @Test
  void aBadCanaryThatIsPromotedIsSeen() {
    assertThat(judge("alias-healthy", Story.Traits.BAD, account -> {}))
        .containsExactly(ViolationKind.BAD_PROMOTED);
  }

  @Test
  void aDoorThatIsToldOtherwiseIsSeen() {
    assertThat(judge("stack", Story.Traits.HEALTHY, moving("7", Map.of())))
        .containsExactly(ViolationKind.NOT_PROMOTED, ViolationKind.DOOR);
  }
}
