import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Runs any handler in one process, so that one training run sees several of them. The first line of
 * an event is a handler's class, the rest is its event; an event of one line is answered as it is.
 * The runtime client's own loader loads this class, which no cache has.
 */
public final class TrainingHandler implements RequestStreamHandler {
  private final Map<String, RequestStreamHandler> handlers = new HashMap<>();

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    String event = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    int end = event.indexOf('\n');
    if (end < 0) {
      out.write(event.getBytes(StandardCharsets.UTF_8));
      return;
    }
    handler(event.substring(0, end))
        .handleRequest(
            new ByteArrayInputStream(event.substring(end + 1).getBytes(StandardCharsets.UTF_8)),
            out,
            context);
  }

  private RequestStreamHandler handler(String name) {
    return handlers.computeIfAbsent(
        name,
        missing -> {
          try {
            return (RequestStreamHandler)
                Class.forName(missing).getDeclaredConstructor().newInstance();
          } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
          }
        });
  }
}
