package dev.coalmine.cli.sam;

import dev.coalmine.embedded.lambda.FunctionRunner;
import java.util.Map;

/**
 * What a stack is deployed from.
 *
 * @param definitions of the state machines, with their tokens, by logical name
 * @param handlers of the functions, by logical name
 */
public record StackSources(
    SamTemplate template,
    Map<String, String> definitions,
    Map<String, ? extends FunctionRunner> handlers) {}
