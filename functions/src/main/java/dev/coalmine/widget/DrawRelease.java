package dev.coalmine.widget;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.coalmine.aws.Executions;
import dev.coalmine.aws.FailureKind;
import dev.coalmine.aws.StepFunctions;
import dev.coalmine.document.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Draws releases in a custom widget of a CloudWatch dashboard ("Details about custom widgets"): a
 * list, or the report of one release. It only reads. It has no buttons, since everyone who may see
 * the dashboard could press them.
 */
public final class DrawRelease implements RequestStreamHandler {
  /** Lambda's quota for a response is 6 MB; a longer one fails without a message. */
  private static final int MOST_BYTES = 6_000_000;

  private static final String DOCUMENTATION =
      """
      ## Coalmine releases

      Without parameters: the running releases, and those that ended in the dashboard's time range,
      each with a link that draws it. With `release` (an id, an execution's name or its ARN): that
      release. With `newest: true`: the running release, or else the one that started last.

      ``` yaml
      release: ""
      newest: false
      ```

      The widget only reads. To steer a release, use `./coalmine`.
      """;

  private final Executions executions;

  /** Lambda's constructor: clients are made once, at init. */
  public DrawRelease() {
    this(StepFunctions.fromEnvironment("DrawRelease").executions());
  }

  DrawRelease(Executions executions) {
    this.executions = executions;
  }

  /** A failure, which the widget shows too. */
  private record DrawFailureLogLine(String level, String release, String why) {}

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    WidgetRequest call = WidgetRequest.of(new String(in.readAllBytes(), UTF_8));
    WidgetHtml html = new WidgetHtml(context.getInvokedFunctionArn());
    String answer = Json.toJson(call.describe() ? DOCUMENTATION : show(call, html));
    out.write(
        answer.getBytes(UTF_8).length <= MOST_BYTES
            ? answer.getBytes(UTF_8)
            : Json.toJson(
                    html.errorMessage(
                        "the picture is too large for a widget: use ./coalmine report"))
                .getBytes(UTF_8));
  }

  /** Shows failures as text, since CloudWatch shows no message of a call that failed. */
  private String show(WidgetRequest call, WidgetHtml html) {
    try {
      return new WidgetContent(executions, html).html(call);
    } catch (RuntimeException e) {
      System.out.println(
          Json.toLogLine(new DrawFailureLogLine("ERROR", call.release(), e.toString())));
      return html.errorMessage(words(e));
    }
  }

  private static String words(RuntimeException e) {
    return switch (FailureKind.of(e)) {
      case RIGHTS -> "the function's role is not allowed to read the releases: " + e.getMessage();
      case PASSING -> "Step Functions did not answer, refresh the widget: " + e.getMessage();
      case LASTING -> String.valueOf(e.getMessage());
    };
  }
}
