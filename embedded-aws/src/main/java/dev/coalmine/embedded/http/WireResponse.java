package dev.coalmine.embedded.http;

import java.util.Map;

/**
 * One complete HTTP response of the embedded AWS.
 *
 * @param status HTTP status
 * @param headers by name, Content-Type included; a repeated one is {@code name}, {@code name#2}, …
 * @param body empty when there is none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record WireResponse(int status, Map<String, String> headers, byte[] body)
    implements ServerResponse {}
