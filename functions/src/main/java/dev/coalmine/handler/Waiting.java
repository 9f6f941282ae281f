package dev.coalmine.handler;

import dev.coalmine.release.Decision;

/**
 * Prepare's answer while the target is not ready but may be soon.
 *
 * @param version the version that the release settled on, so that one published meanwhile does not
 *     take its place; empty before the first answer
 * @param decision always AWAIT_TARGET
 * @param reason what is waited for
 * @param waitSeconds how long to wait before the next look
 */
record Waiting(String version, Decision decision, String reason, long waitSeconds) {}
