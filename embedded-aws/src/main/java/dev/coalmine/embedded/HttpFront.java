package dev.coalmine.embedded;

import dev.coalmine.embedded.apigateway.ExecuteApiEndpoint;
import dev.coalmine.embedded.http.HttpService;
import dev.coalmine.embedded.http.ServerResponse;
import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.http.WireResponse;
import dev.coalmine.embedded.json.Json;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * The rules for everything that comes over HTTP, whichever service or page it is for: who may ask,
 * and how much. Services have narrower limits of their own.
 *
 * @param answers answers a request that keeps the rules
 * @param numbered adds a request id to a response
 */
record HttpFront(
    Function<WireRequest, ServerResponse> answers, UnaryOperator<WireResponse> numbered)
    implements HttpService {
  /** Bytes. Lambda quotas: a request's and a response's payload of an invocation. */
  private static final int MOST = 6_291_456;

  /** Bytes. The zip file of CreateFunction and UpdateFunctionCode, as they come in Base64. */
  private static final int MOST_CODE = 70_167_211;

  /** Nothing that AWS has needs more. An HTTP server of AWS has such a limit, of unknown size. */
  private static final int MOST_PARAMETERS = 1_000;

  /** Characters of a path. The longest, of a tagged ARN, has some hundred. */
  private static final int MOST_PATH = 8_192;

  /** Characters of a message that quotes what a client has sent. */
  private static final int MOST_MESSAGE = 1_000;

  private static final String FUNCTIONS = "/2015-03-31/functions";

  @Override
  public Optional<WireResponse> refusal(WireRequest head) {
    Optional<String> page = BrowserCheck.refusal(head);
    if (page.isPresent()) {
      return Optional.of(
          refuse(head, 403, "AccessDeniedException", "refused, because " + page.get()));
    }
    if (head.path().length() > MOST_PATH) {
      return Optional.of(
          refuse(head, 414, "RequestUriTooLongException", longer("the path", MOST_PATH)));
    }
    return head.query().size() > MOST_PARAMETERS
        ? Optional.of(
            refuse(
                head,
                414,
                "RequestUriTooLongException",
                longer("the number of query parameters", MOST_PARAMETERS)))
        : Optional.empty();
  }

  private static String longer(String what, int most) {
    return what + " must be at most " + most;
  }

  @Override
  public int mostBody(WireRequest head) {
    boolean code =
        head.path().startsWith(FUNCTIONS)
            && (head.path().endsWith("/functions")
                || head.path().endsWith("/functions/")
                || head.path().endsWith("/code"));
    if (code) {
      return MOST_CODE;
    }
    return ExecuteApiEndpoint.accepts(head) ? ExecuteApiEndpoint.MAX_PAYLOAD : MOST;
  }

  @Override
  public WireResponse tooLarge(WireRequest head, int most) {
    if (ExecuteApiEndpoint.accepts(head)) {
      return numbered.apply(ExecuteApiEndpoint.tooLong());
    }
    return refuse(
        head,
        413,
        "RequestEntityTooLargeException",
        "Request must be smaller than " + most + " bytes" + ofOperation(head));
  }

  /** Lambda names the operation, Invoke by the name of its IAM action. */
  private static String ofOperation(WireRequest head) {
    if (!head.path().startsWith(FUNCTIONS)) {
      return "";
    }
    String last = head.path().substring(head.path().lastIndexOf('/') + 1);
    return switch (last) {
      case "invocations" -> " for the InvokeFunction operation";
      case "code" -> " for the UpdateFunctionCode operation";
      case "functions", "" -> " for the CreateFunction operation";
      default -> "";
    };
  }

  @Override
  public WireResponse busy(WireRequest head) {
    return refuse(
        head,
        503,
        "ServiceUnavailableException",
        "too many large requests at a time: send it again");
  }

  @Override
  public WireResponse failed(WireRequest head, Throwable fault) {
    return refuse(
        head,
        500,
        "InternalFailure",
        "the embedded AWS failed: " + fault.getClass().getSimpleName());
  }

  private WireResponse refuse(WireRequest head, int status, String code, String message) {
    String bounded =
        message.length() > MOST_MESSAGE ? message.substring(0, MOST_MESSAGE) + "…" : message;
    if (head.path().startsWith("/_coalmine/")) {
      return numbered.apply(page(status, bounded));
    }
    return numbered.apply(new ProtocolError(status, code, bounded).response(head));
  }

  /** The form of the web page's own answers. */
  private static WireResponse page(int status, String says) {
    return new WireResponse(
        status, Map.of("Content-Type", "application/json"), Json.toBytes(Map.of("says", says)));
  }

  @Override
  public ServerResponse handle(WireRequest request) {
    return answers.apply(request);
  }
}
