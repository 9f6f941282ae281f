package dev.coalmine.embedded.protocol;

import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.http.WireResponse;

/** Receives every answered call, including refused calls and calls with an injected fault. */
@FunctionalInterface
public interface CallListener {
  /** Called after a call was answered, on the thread of the call and without any lock. */
  void onCall(WireRequest request, WireResponse answer);
}
