package dev.coalmine.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coalmine.target.AliasRouting;
import dev.coalmine.target.AliasTarget;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.jr.ob.JSON;

/** Which events are of a new version, and which versions are new. */
class PublishedVersionTest {
  private static final String ORDERS = "arn:aws:lambda:us-east-1:000000000000:function:orders";
  private static final AliasTarget LIVE = new AliasTarget("orders", "live", "8");

  @Test
  void theRecordedEventIsOfAVersion() throws IOException {
    Object event = JSON.std.anyFrom(Files.readString(Path.of("../events/new-version.json")));

    assertThat(PublishedVersion.of(event)).isEqualTo(new PublishedVersion(ORDERS, "8"));
  }

  @ParameterizedTest
  @CsvSource({
    "PublishVersion20150331, :8",
    "PublishVersion, :8",
    "UpdateFunctionCode20150331v2, :8",
    "CreateFunction20150331, ''",
  })
  void aCallThatPublishedIsReadByItsAnswer(String call, String qualifier) {
    String event =
        "{'detail': {'eventName': '%s', 'requestParameters': {'functionName': 'other'}, 'responseElements': {'functionName': 'orders', 'functionArn': '%s', 'version': '8'}}}"
            .formatted(call, ORDERS + qualifier);

    assertThat(PublishedVersion.of(tree(event))).isEqualTo(new PublishedVersion(ORDERS, "8"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {}                                                                  | the event is not a call that publishes a version: eventName nothing
          7                                                                   | the event is not a call that publishes a version: eventName nothing
          {'detail': 'x'}                                                     | the event is not a call that publishes a version: eventName nothing
          {'detail': {'eventName': 'UpdateAlias20150331'}}                    | the event is not a call that publishes a version: eventName "UpdateAlias20150331"
          {'detail': {'eventName': 'CreateFunctionUrlConfig'}}                | the event is not a call that publishes a version: eventName "CreateFunctionUrlConfig"
          {'detail': {'eventName': 'PublishVersion20150331', 'errorCode': 'AccessDenied', 'responseElements': null}} | PublishVersion20150331 failed: "AccessDenied"
          {'detail': {'eventName': 'PublishVersion20150331', 'responseElements': null}} | PublishVersion20150331 published no version: version is nothing
          {'detail': {'eventName': 'UpdateFunctionCode20150331v2', 'requestParameters': {'publish': true, 'dryRun': true}, 'responseElements': {'version': '8'}}} | UpdateFunctionCode20150331v2 was a dry run
          {'detail': {'eventName': 'UpdateFunctionCode20150331v2', 'responseElements': {'functionArn': 'ORDERS', 'version': '$LATEST'}}} | UpdateFunctionCode20150331v2 published no version: version is "$LATEST"
          {'detail': {'eventName': 'PublishVersion20150331', 'requestParameters': {'functionName': 'ORDERS'}, 'responseElements': {'version': '8'}}} | PublishVersion20150331 published no version: version is "8"
          """)
  void anythingElseIsNone(String event, String why) {
    assertThatThrownBy(() -> PublishedVersion.of(tree(event.replace("ORDERS", ORDERS))))
        .isInstanceOf(NothingToReleaseException.class)
        .hasMessage(why);
  }

  @ParameterizedTest
  @ValueSource(strings = {"8", "10", "123456789012345678"})
  void aVersionAboveAllOfTheAliasIsNew(String version) {
    new PublishedVersion(ORDERS, version).requireNewTo(LIVE, found("7"));
  }

  @Test
  void whatAnAliasOfLatestMayHaveIsForTheReleaseToRefuse() {
    new PublishedVersion(ORDERS, "1").requireNewTo(LIVE, found("$LATEST"));
  }

  @Test
  void anAliasThatIsMissedIsForTheReleaseToRefuse() {
    new PublishedVersion(ORDERS, "2").requireNewTo(LIVE, Optional.empty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "7 | 7 | orders:live already has version 7",
        "6 | 7 | version 6 is older than 7, which orders:live already has",
        "9 | 10 | version 9 is older than 10, which orders:live already has",
        "8 | 7 8 | orders:live already has version 8",
        "8 | 7 9 | version 8 is older than 9, which orders:live already has",
        "1 | '' | version 1 is the first, and alias orders:live does not exist yet",
      })
  void anOtherOneIsNot(String version, String versions, String why) {
    String[] has = versions.split(" ", -1);
    Optional<AliasRouting> found =
        versions.isEmpty()
            ? Optional.empty()
            : has.length == 1
                ? found(has[0])
                : Optional.of(new AliasRouting(has[0], Map.of(has[1], BigDecimal.TEN)));

    assertThatThrownBy(() -> new PublishedVersion(ORDERS, version).requireNewTo(LIVE, found))
        .isInstanceOf(NothingToReleaseException.class)
        .hasMessage(why);
  }

  private static Optional<AliasRouting> found(String version) {
    return Optional.of(AliasRouting.allTo(version));
  }

  private static Object tree(String json) {
    return JSON.std.anyFrom(json.replace('\'', '"'));
  }
}
