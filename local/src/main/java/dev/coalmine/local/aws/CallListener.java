package dev.coalmine.local.aws;

/** Hears of calls that were answered, refused ones and those with a fault included. */
@FunctionalInterface
public interface CallListener {
  /** A call was answered; no lock is held, on the thread of the call. */
  void answered(WireRequest request, WireAnswer answer);
}
