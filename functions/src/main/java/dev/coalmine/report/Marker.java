package dev.coalmine.report;

import java.time.Instant;

/**
 * Something that was decided, said or that went wrong, at its own moment.
 *
 * @param at when
 * @param kind what
 * @param state the workflow's state
 * @param label a word or two beside the mark; empty for none
 * @param words the whole sentence
 * @param weight the canary's share after it
 * @param order its place in the story among those of the same moment
 */
record Marker(
    Instant at, MarkerKind kind, String state, String label, String words, int weight, int order) {}
