package dev.coalmine.cli.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The targets that get traffic, by request. */
class TrafficTargetsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'function': 'orders'} | orders:live",
        "{'function': 'orders', 'alias': 'next'} | orders:next",
        "{'function': 'arn:aws:lambda:us-east-1:000000000000:function:billing'} | billing:live",
        "{'function': 'arn:aws:lambda:us-east-1:000000000000:function:mail:next'} | mail:live",
        "{'targets': [{'function': 'orders', 'version': '8'}]} | orders:live",
        "{'targets': [{'function': 'orders'}, {'function': 'mail'}, {'function': 'billing'}]} |"
            + " orders:live mail:live billing:live",
        "{'targets': [{'function': 'orders'}, {'function': 'orders'}]} | orders:live",
        "{'targets': [{'restApi': 'a1b2c3d4e5', 'stage': 'prod'}]} | a1b2c3d4e5/prod",
        "{'targets': [{'function': 'mail'}, {'restApi': 'a1b2c3d4e5', 'stage': 'prod'}]} |"
            + " a1b2c3d4e5/prod mail:live",
        "{'targets': []} | orders:live",
        "{'targets': [7, {'function': 8}]} | orders:live",
        "{'CodePipeline.job': {'data': {'actionConfiguration': {'configuration':"
            + " {'UserParameters': '{\\'function\\': \\'mail\\'}'}}}}} | mail:live",
        "{'CodePipeline.job': {}} | orders:live",
        "{'detail-type': 'AWS API Call via CloudTrail', 'detail': {'eventName':"
            + " 'PublishVersion20150331', 'responseElements': {'version': '4', 'functionArn':"
            + " 'arn:aws:lambda:us-east-1:000000000000:function:billing:4'}}} | billing:live",
        "{'detail-type': 'Scheduled Event', 'detail': {}} | orders:live",
        "{} | orders:live",
        "[1] | orders:live",
        "{'function': | orders:live",
      })
  void callersAskWhatTheRequestMoves(String event, String asked) {
    TrafficTargets calls = TrafficTargets.readFrom(event.replace('\'', '"'));

    assertThat(text(calls)).isEqualTo(asked);
  }

  @Test
  void everythingIsAllOfTheScene() {
    assertThat(text(TrafficTargets.all()))
        .isEqualTo("a1b2c3d4e5/prod orders:live billing:live mail:live");
  }

  private static String text(TrafficTargets calls) {
    return Stream.concat(
            calls.stages().stream().map(each -> each.restApi() + "/" + each.stage()),
            calls.aliases().stream().map(each -> each.function() + ":" + each.alias()))
        .collect(Collectors.joining(" "));
  }
}
