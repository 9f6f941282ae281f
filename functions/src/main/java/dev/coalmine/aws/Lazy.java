package dev.coalmine.aws;

import java.util.function.Supplier;

/** A value that is created when it is first needed, such as a client. Thread-safe. */
final class Lazy<T> implements Supplier<T> {
  private final Supplier<T> factory;
  private T value;

  Lazy(Supplier<T> factory) {
    this.factory = factory;
  }

  @Override
  public synchronized T get() {
    if (value == null) {
      value = factory.get();
    }
    return value;
  }
}
