/**
 * Clocks and executors: virtual time, scaled wall time and tasks at later times. It imports nothing
 * of this module. No AWS rules belong here.
 */
package dev.coalmine.embedded.clock;
