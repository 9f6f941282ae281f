package dev.coalmine.handler;

import dev.coalmine.release.Decision;
import java.util.List;

/**
 * Prepare's answer while a target is not ready but may be soon.
 *
 * @param id the release's name
 * @param targets none is known yet
 * @param weight none yet
 * @param versions the version that the release settled on for each target, so that one published
 *     meanwhile does not take its place; empty for a stage
 * @param decision always AWAIT_TARGET
 * @param reason what is waited for
 * @param waitSeconds how long to wait before the next look
 */
record Waiting(
    String id,
    List<Object> targets,
    int weight,
    List<String> versions,
    Decision decision,
    String reason,
    long waitSeconds) {}
