package dev.coalmine.embedded.http;

import java.util.Map;

/**
 * One HTTP answer of the embedded AWS, whole.
 *
 * @param status HTTP status
 * @param headers by name, Content-Type included; one that is to be repeated is {@code name}, {@code
 *     name#2}, …
 * @param body empty when there is none
 */
@SuppressWarnings("ArrayRecordComponent") // bytes on their way; never compared
public record WireResponse(int status, Map<String, String> headers, byte[] body)
    implements ServerResponse {}
