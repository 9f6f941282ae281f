package dev.coalmine.aws;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * Names the failures of all services alike by their kind, because the state machine retries by the
 * name of an exception. Services have classes for some of their failures only: API Gateway has none
 * for a plain 500, which then is named like a missing permission. An interceptor of the SDK cannot
 * do it: it may only replace an exception by one of the same class.
 */
final class FailureNames {
  private static final int SERVER_ERROR = 500;

  private FailureNames() {}

  /**
   * The same client, whose calls throw {@link ThrottledException} and {@link ServerErrorException},
   * those of its paginators too.
   *
   * @param type the client's interface
   * @param client gives the same one for each call
   */
  static <C> C of(Class<C> type, Supplier<C> client) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) ->
                isPaginator(method)
                    ? InvocationHandler.invokeDefault(proxy, method, arguments)
                    : call(client.get(), method, arguments)));
  }

  /** A default method of the interface, whose iterable calls the client that it was asked of. */
  private static boolean isPaginator(Method method) {
    return method.isDefault() && method.getName().endsWith("Paginator");
  }

  private static Object call(Object client, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(client, arguments);
    } catch (InvocationTargetException failed) {
      throw named(failed.getCause());
    }
  }

  private static Throwable named(Throwable failure) {
    if (!(failure instanceof AwsServiceException answer)) {
      return failure;
    }
    if (answer.isThrottlingException()) {
      return new ThrottledException(answer);
    }
    return answer.statusCode() >= SERVER_ERROR ? new ServerErrorException(answer) : answer;
  }
}
