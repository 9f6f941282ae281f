/**
 * Writes and reads texts: numbers, durations, quotes of values from outside, visible characters,
 * limits of length, and a view of JSON trees. It needs java.base only and imports no other package;
 * it has no rule of a release.
 */
package dev.coalmine.text;
