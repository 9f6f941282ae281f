/**
 * Parts of a state's definition that are read once and never change: data flow, choice conditions,
 * retriers and catchers. It may import {@code asl.expression} and {@code json}. It must not import
 * {@code asl}, because it has no running execution.
 */
package dev.coalmine.embedded.asl.definition;
