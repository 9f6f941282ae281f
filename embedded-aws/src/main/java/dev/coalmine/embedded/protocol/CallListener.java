package dev.coalmine.embedded.protocol;

import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.http.WireResponse;

/** Hears of calls that were answered, refused ones and those with a fault included. */
@FunctionalInterface
public interface CallListener {
  /** A call was answered; no lock is held, on the thread of the call. */
  void onCall(WireRequest request, WireResponse answer);
}
