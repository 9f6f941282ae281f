package dev.coalmine.cli.rehearsal;

import dev.coalmine.request.SteeringCommand;
import java.time.Duration;

/**
 * A steering command that is sent to the release of a rehearsal.
 *
 * @param delay how long after the start of the release it is sent
 * @param reason empty if no reason is given
 */
public record ScriptedCommand(Duration delay, SteeringCommand command, String reason) {}
