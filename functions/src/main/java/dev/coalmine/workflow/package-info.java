/**
 * The handlers of the release workflow, one for each Task state: each reads, decides with the
 * package release, writes and returns the next document. The order of states, retries and waits is
 * in the state machine, and decisions are in the package release.
 */
package dev.coalmine.workflow;
