package dev.coalmine.report;

import java.time.Instant;

/**
 * A decision, a command or a failure at a moment of the release.
 *
 * @param at when it happened
 * @param kind its kind
 * @param state the workflow's state
 * @param label one or two words beside the marker; may be empty
 * @param words the description, a sentence
 * @param weight the canary's share after it
 * @param order its position among events of the same moment
 */
record Marker(
    Instant at, MarkerKind kind, String state, String label, String words, int weight, int order) {}
