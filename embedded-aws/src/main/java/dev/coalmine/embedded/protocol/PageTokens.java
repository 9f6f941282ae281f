package dev.coalmine.embedded.protocol;

import java.util.Optional;

/** Page tokens. A token holds the index where the next page starts. */
public final class PageTokens {
  private PageTokens() {}

  /** The token for the element at this index. */
  public static String token(int next) {
    return "at-" + next;
  }

  /** The index in a token. Empty when this class did not make the token. */
  public static Optional<Integer> parse(String token) {
    return token.matches("at-[0-9]{1,9}")
        ? Optional.of(Integer.parseInt(token.substring(3)))
        : Optional.empty();
  }
}
