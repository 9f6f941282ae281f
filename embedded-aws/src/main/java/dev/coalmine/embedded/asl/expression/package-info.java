/**
 * Expressions of Amazon States Language: paths, intrinsic functions, payload templates, and their
 * failures. It may import only {@code json}. It must not know states.
 */
package dev.coalmine.embedded.asl.expression;
