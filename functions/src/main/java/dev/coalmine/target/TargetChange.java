package dev.coalmine.target;

/** A target in the outcome: what it served before and what it serves after. */
public sealed interface TargetChange permits AliasChange, StageChange {}
