/**
 * Deploys the SAM template in an account of the embedded AWS: intrinsic functions, names,
 * functions, state machines, rules and permissions. What it does not understand it refuses with its
 * path. It must not know of releases.
 */
package dev.coalmine.cli.sam;
