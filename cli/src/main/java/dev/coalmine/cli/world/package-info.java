/**
 * One simulated AWS account: the embedded services, the real handlers and the interpreter on one
 * clock, with traffic on its aliases and stages. It must not know which release is played, or who
 * looks at it.
 */
package dev.coalmine.cli.world;
