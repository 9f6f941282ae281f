package dev.coalmine.local.bench;

/**
 * One complete minute of both versions.
 *
 * @param minute counted from the start of the release
 */
record Seen(int minute, Group canary, Group baseline) {}
