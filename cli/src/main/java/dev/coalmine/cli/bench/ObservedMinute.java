package dev.coalmine.cli.bench;

/**
 * One complete minute of both versions.
 *
 * @param minute counted from the start of the release
 */
record ObservedMinute(int minute, VersionMinute canary, VersionMinute baseline) {}
