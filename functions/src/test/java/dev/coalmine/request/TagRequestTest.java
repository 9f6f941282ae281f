package dev.coalmine.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.jr.ob.JSON;

/** What a function's tags make of a new version; tags here are {@code name=value, name=value}. */
class TagRequestTest {
  private static final PublishedVersion PUBLISHED =
      new PublishedVersion("arn:aws:lambda:us-east-1:000000000000:function:orders", "8");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          alias=live                               | 'alias':'live'
          alias=live, plan=thorough                | 'alias':'live','plan':'thorough'
          alias=live, plan=5@PT2M 50@PT10M         | 'alias':'live','plan':{'steps':[{'weight':5,'bake':'PT2M'},{'weight':50,'bake':'PT10M'}]}
          alias=live, alarms=orders-errors  5xx    | 'alias':'live','gate':{'alarms':['orders-errors','5xx']}
          alias=live, metrics=true                 | 'alias':'live','gate':{'metrics':true}
          alias=live, metrics=false, plan=AllAtOnce | 'alias':'live','plan':'AllAtOnce','gate':{'metrics':false}
          alias=live, metrics=errors               | 'alias':'live','gate':{'metrics':{'errors':true,'latency':false}}
          alias=live, metrics=latency              | 'alias':'live','gate':{'metrics':{'latency':true,'errors':false}}
          alias=live, max-duration=PT3H            | 'alias':'live','maxDuration':'PT3H'
          alias=live, when-inconclusive=promote    | 'alias':'live','whenInconclusive':'promote'
          alias=live, watch=PT0S, if-busy=refuse   | 'alias':'live','ifBusy':'refuse','watch':'PT0S'
          alias=live, if-busy=queue                | 'alias':'live','ifBusy':'queue'
          alias=live, before-traffic=smoke:live    | 'alias':'live','hooks':{'beforeTraffic':'smoke:live'}
          alias=live, after-traffic=a, each-step=b | 'alias':'live','hooks':{'afterTraffic':'a','eachStep':'b'}
          alias=live, approve=50 100               | 'alias':'live','approve':[50,100]
          alias=live, approve= 100 , approval-timeout=PT8H | 'alias':'live','approvalTimeout':'PT8H','approve':[100]
          """)
  void tagsAreFieldsOfARequest(String tags, String fields) {
    Map<String, Object> request = TagRequest.of(PUBLISHED, tags(tags));

    assertThat(JSON.std.asString(request).replace('"', '\''))
        .isEqualTo("{'function':'%s','version':'8',%s}".formatted(PUBLISHED.function(), fields));
    assertThat(RequestReader.read(request).faults()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          alias=7                           | alias must be the name of an alias: letters, digits, - or _, not digits alone, not "7"
          alias=                            | alias must be the name of an alias: letters, digits, - or _, not digits alone, not ""
          alias=live, alrams=x              | unknown tag coalmine:alrams (did you mean coalmine:alarms?)
          alias=live, function=mail         | unknown tag coalmine:function (known: coalmine:after-traffic, coalmine:alarms, coalmine:alias, coalmine:approval-timeout, coalmine:approve, coalmine:before-traffic, coalmine:each-step, coalmine:if-busy, coalmine:max-duration, coalmine:metrics, coalmine:plan, coalmine:watch, coalmine:when-inconclusive)
          alias=live, plan=5@PT2M 50        | step 2 of 2.bake is missing: set how long to hold this weight
          alias=live, plan=5@PT2M 5@PT2M    | step 2 of 2: weight 5 must be above the step before it (5)
          alias=live, plan=x@PT2M           | step 1 of 1.weight must be a whole number from 1 to 99, not "x"
          alias=live, plan=5@2M             | step 1 of 1.bake must be an ISO-8601 duration of whole seconds from PT1S to a year, such as "PT5M", not "2M"
          alias=live, metrics=some          | gate.metrics must be true, false or {"errors", "latency"}, not "some"
          alias=live, approve=all           | approve[1] must be a whole number from 1 to 100, not "all"
          alias=live, approve=100 50        | approve must be in ascending order: 50 is not above 100
          alias=live, before-traffic=a b    | hooks.beforeTraffic must be the name or ARN of a function, with or without version or alias, not "a b"
          alias=live, alarms=a a            | gate.alarms lists "a" twice
          alias=live, watch=x, max-duration=y | maxDuration must be an ISO-8601 duration of whole seconds from PT1S to a year, such as "PT5M", not "y"; watch must be an ISO-8601 duration of whole seconds from PT0S to a year, such as "PT5M", not "x"
          """)
  void whatIsWrongWithThemIsARefusalsReason(String tags, String faults) {
    Map<String, Object> request = TagRequest.of(PUBLISHED, tags(tags));

    assertThat(String.join("; ", RequestReader.read(request).faults())).isEqualTo(faults);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | orders has no tag coalmine:alias",
        "plan=paced, watch=PT1M |"
            + " 'orders has no tag coalmine:alias, only coalmine:plan, coalmine:watch'",
      })
  void withoutAnAliasNobodyAskedForARelease(String tags, String why) {
    assertThatThrownBy(() -> TagRequest.of(PUBLISHED, tags(tags)))
        .isInstanceOf(NothingToReleaseException.class)
        .hasMessage(why);
  }

  @Test
  void otherPeoplesTagsAreTheirs() {
    Map<String, String> tags = tags("alias=live");
    tags.put("team", "shop");
    tags.put("aws:cloudformation:stack-name", "orders");

    assertThat(TagRequest.of(PUBLISHED, tags)).containsOnlyKeys("function", "version", "alias");
  }

  private static Map<String, String> tags(String text) {
    Map<String, String> tags = new HashMap<>();
    for (String tag : text.isEmpty() ? new String[0] : text.split(", ")) {
      String[] parts = tag.split("=", 2);
      tags.put("coalmine:" + parts[0], parts[1]);
    }
    return tags;
  }
}
