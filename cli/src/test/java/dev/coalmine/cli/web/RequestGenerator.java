package dev.coalmine.cli.web;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;

/** Makes requests that are nearly right, the same ones from the same seed. */
final class RequestGenerator {
  private static final String JSON = "Content-Type: application/x-amz-json-1.0\r\nX-Amz-Target: ";
  private static final String FORM = "Content-Type: application/x-www-form-urlencoded";
  private static final String CBOR =
      "Smithy-Protocol: rpc-v2-cbor\r\nContent-Type: application/cbor";
  private static final String WATCH = "GraniteServiceVersion20100801.";
  private static final String MACHINE =
      "'stateMachineArn':'arn:aws:states:us-east-1:000000000000:stateMachine:coalmine'";
  private static final String STAT =
      "{'Id':'m1','MetricStat':{'Metric':{'Namespace':'AWS/Lambda','MetricName':'Errors'},"
          + "'Period':60,'Stat':'Sum'}}";

  /** A request. Single quotes in a body stand for double ones. */
  record Draft(String method, String path, String headers, String body) {}

  /**
   * A request as it is sent.
   *
   * @param whole whether it has the form of HTTP, of a URI, and the length that it says
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record RawRequest(byte[] bytes, boolean whole) {}

  /** None of them moves a target by itself, but those that are whole and right may. */
  private static final List<Draft> DRAFTS =
      List.of(
          post(JSON + "AWSStepFunctions.StartExecution", "{" + MACHINE + ",'input':'{}'}"),
          post(JSON + "AWSStepFunctions.ListExecutions", "{" + MACHINE + ",'maxResults':5}"),
          post(JSON + "AWSStepFunctions.SendTaskSuccess", "{'taskToken':'x','output':'{}'}"),
          post(
              JSON + "AWSEvents.PutEvents",
              "{'Entries':[{'Source':'a','DetailType':'b','Detail':'{}','Time':1.5,"
                  + "'Resources':['r']}]}"),
          post(
              JSON + "AWSEvents.PutRule",
              "{'Name':'r','EventPattern':'{\\'source\\':[{\\'wildcard\\':\\'*a*\\'}]}'}"),
          post(
              JSON + WATCH + "GetMetricData",
              "{'StartTime':1.7e9,'EndTime':1.8e9,'MetricDataQueries':["
                  + STAT
                  + ",{'Id':'a','Expression':'FILL(m1,0)+-(m1*2)'}]}"),
          post(
              JSON + WATCH + "PutMetricData",
              "{'Namespace':'N','MetricData':[{'MetricName':'m','Value':1,'Dimensions':["
                  + "{'Name':'a','Value':'b'}]}]}"),
          post(
              JSON + WATCH + "PutCompositeAlarm",
              "{'AlarmName':'c','AlarmRule':'NOT (ALARM(orders-errors) OR FALSE)'}"),
          post(JSON + WATCH + "DescribeAlarms", "{'AlarmNames':['a'],'MaxRecords':7}"),
          post(FORM, "Action=DescribeAlarms&Version=2010-08-01&AlarmNames.member.1=a"),
          post(
              FORM,
              "Action=PutMetricData&Version=2010-08-01&Namespace=N"
                  + "&MetricData.member.1.MetricName=m&MetricData.member.1.Value=1"),
          new Draft(
              "POST",
              "/service/GraniteServiceVersion20100801/operation/DescribeAlarms",
              CBOR,
              "\u00a1jAlarmNames\u0081aa"),
          new Draft("GET", "/?Action=DescribeAlarms&Version=2010-08-01", "", ""),
          new Draft("GET", "/2015-03-31/functions/orders/aliases?MaxItems=5", "", ""),
          new Draft(
              "PUT",
              "/2015-03-31/functions/orders/aliases/live",
              "",
              "{'RoutingConfig':{'AdditionalVersionWeights':{'99':0.5}},'RevisionId':'x'}"),
          new Draft("POST", "/2015-03-31/functions/orders/invocations?Qualifier=live", "", "{}"),
          new Draft(
              "POST",
              "/2017-03-31/tags/arn%3Aaws%3Alambda%3Aus-east-1%3A000000000000%3Afunction%3Anone",
              "",
              "{'Tags':{'a':'b'}}"),
          new Draft(
              "PATCH",
              "/restapis/a1b2c3d4e5/stages/prod",
              "",
              "{'patchOperations':[{'op':'replace','path':'/canarySettings/percentTraffic',"
                  + "'value':'none'}]}"),
          new Draft("GET", "/_aws/execute-api/a1b2c3d4e5/prod/orders?a=b&a=c", "", ""),
          new Draft("GET", "/_coalmine/clock", "", ""),
          new Draft("POST", "/_coalmine/stacks", "", "{'RequestType':'Create'}"),
          new Draft("POST", "/_coalmine/jobs", "", "{'function':'none'}"),
          new Draft("POST", "/_coalmine/releases", "Content-Type: application/json", "{'id':'x'}"),
          new Draft("GET", "/_coalmine/releases/x/report", "", ""));

  private static final List<String> VALUES =
      List.of(
          "null",
          "-1",
          "1e999999999",
          "9".repeat(400),
          "{}",
          "[]",
          "[null]",
          "[[[[[[[[]]]]]]]]",
          "'\\ud800'",
          "'\\u0000\\u001b[31m\\r\\n'",
          "'" + "*a".repeat(300) + "'",
          "'" + "(".repeat(1500) + "'",
          "'" + "x".repeat(20_000) + "'",
          "true",
          "'%s{}$.<>&\\\\'");

  private static final List<String> PARTS =
      List.of(
          "%",
          "%zz", "%00", "%ff", "..", "/", "//", "?", "&a".repeat(500), "=", "#", "\u00e9", "*");

  private final Random random;

  RequestGenerator(long seed) {
    random = new Random(seed);
  }

  private static Draft post(String headers, String body) {
    return new Draft("POST", "/", headers, body);
  }

  /** The next request. */
  RawRequest next(int port) {
    Draft draft = mutated(pick(DRAFTS));
    byte[] body = draft.body().replace('\'', '"').getBytes(StandardCharsets.ISO_8859_1);
    int length = random.nextInt(20) == 0 ? random.nextInt(2 * body.length + 2) : body.length;
    String head =
        draft.method()
            + " "
            + draft.path()
            + " HTTP/1.1\r\nHost: 127.0.0.1:"
            + port
            + "\r\nConnection: close\r\n"
            + (draft.headers().isEmpty() ? "" : draft.headers() + "\r\n")
            + "Content-Length: "
            + length
            + "\r\n\r\n";
    byte[] bytes =
        (head + new String(body, StandardCharsets.ISO_8859_1))
            .getBytes(StandardCharsets.ISO_8859_1);
    return random.nextInt(10) == 0
        ? new RawRequest(damaged(bytes), false)
        : new RawRequest(bytes, length == body.length && isUri(draft.path()));
  }

  private static boolean isUri(String path) {
    try {
      return new URI(path).getRawPath().startsWith("/");
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private Draft mutated(Draft draft) {
    Draft mutated = draft;
    for (int i = random.nextInt(4); i >= 0; i--) {
      mutated =
          switch (random.nextInt(6)) {
            case 0 -> new Draft(method(), mutated.path(), mutated.headers(), mutated.body());
            case 1 -> withPath(mutated, this::withPart);
            case 2 -> withBody(mutated, this::withPart);
            default -> withBody(mutated, this::withValue);
          };
    }
    return mutated;
  }

  private String method() {
    return pick(List.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "FOO"));
  }

  private static Draft withPath(Draft draft, UnaryOperator<String> change) {
    return new Draft(draft.method(), change.apply(draft.path()), draft.headers(), draft.body());
  }

  private static Draft withBody(Draft draft, UnaryOperator<String> change) {
    return new Draft(draft.method(), draft.path(), draft.headers(), change.apply(draft.body()));
  }

  private String withPart(String text) {
    int at = random.nextInt(text.length() + 1);
    return text.substring(0, at) + pick(PARTS) + text.substring(at);
  }

  /** Another value after one of the colons, equals signs or opening brackets. */
  private String withValue(String body) {
    int from = body.isEmpty() ? 0 : random.nextInt(body.length());
    int at = from;
    while (at < body.length() && ":=[".indexOf(body.charAt(at)) < 0) {
      at++;
    }
    int end = at + 1;
    while (end < body.length() && ",}]&".indexOf(body.charAt(end)) < 0) {
      end++;
    }
    return at >= body.length()
        ? body
        : body.substring(0, at + 1) + pick(VALUES) + body.substring(Math.min(end, body.length()));
  }

  private byte[] damaged(byte[] bytes) {
    byte[] damaged = java.util.Arrays.copyOf(bytes, 1 + random.nextInt(bytes.length));
    damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
    return damaged;
  }

  private <T> T pick(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }
}
