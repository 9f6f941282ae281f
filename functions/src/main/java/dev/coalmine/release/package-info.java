/**
 * The decisions of a release: its document, the verdict of its gate, and the transitions from its
 * start to promotion or rollback. These are pure functions of values: what was read, and when.
 * Calls to AWS, clocks and JSON do not belong here.
 */
package dev.coalmine.release;
