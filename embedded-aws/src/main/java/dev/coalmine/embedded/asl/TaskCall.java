package dev.coalmine.embedded.asl;

import java.util.Map;

/**
 * One call of a Resource by a Task.
 *
 * @param resource the Resource ARN, as it stands in the definition
 * @param parameters the payload, a tree that nobody can change; null is JSON's null
 * @param context the context object, likewise
 * @param token the task token, or the empty string when the task does not wait for one
 */
public record TaskCall(
    String resource, Object parameters, Map<String, Object> context, String token) {}
