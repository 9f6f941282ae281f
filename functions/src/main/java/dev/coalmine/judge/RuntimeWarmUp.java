package dev.coalmine.judge;

import java.util.List;

/**
 * How long new containers of a runtime are slower. Measured with 1,500 calls of a handler that
 * parses, prices and formats an order, each in new processes, on one processor: Python 3.11 takes
 * 2.4 times as long for the first call and within 3 % of the usual time from the second; Node.js 20
 * 1.2 to 1.5 times as long for the first 50 calls and 1.1 times for the next 150; a JVM several
 * times as long for hundreds of calls.
 */
public enum RuntimeWarmUp {
  /** The runtime compiles code while it runs, or nobody knows which runtime it is. */
  LONG,
  /** The first call or two are slower, no more. */
  SHORT;

  /** Interpreters, and executables that were compiled before. */
  private static final List<String> SHORT_RUNTIMES = List.of("python", "ruby", "provided", "go");

  /**
   * The warm-up of a runtime of Lambda.
   *
   * @param runtime Lambda's identifier, such as {@code java21}; empty for an image, which can have
   *     any runtime
   */
  public static RuntimeWarmUp of(String runtime) {
    return SHORT_RUNTIMES.stream().anyMatch(runtime::startsWith) ? SHORT : LONG;
  }
}
