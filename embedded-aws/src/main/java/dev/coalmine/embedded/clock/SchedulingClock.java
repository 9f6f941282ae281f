package dev.coalmine.embedded.clock;

import java.time.InstantSource;

/** A clock that can also run tasks later. */
public interface SchedulingClock extends InstantSource, Scheduler {}
