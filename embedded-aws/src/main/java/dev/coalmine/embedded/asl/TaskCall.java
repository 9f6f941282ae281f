package dev.coalmine.embedded.asl;

import java.util.Map;

/**
 * One call of a Resource by a Task.
 *
 * @param resource the Resource ARN in the definition
 * @param parameters the payload, an immutable tree; null is JSON's null
 * @param context the context object, immutable
 * @param token the task token, or the empty string when the task does not wait for one
 */
public record TaskCall(
    String resource, Object parameters, Map<String, Object> context, String token) {}
