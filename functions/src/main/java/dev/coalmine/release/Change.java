package dev.coalmine.release;

/** A target in the outcome: what it served before and what it serves after. */
public sealed interface Change permits AliasChange, StageChange {}
