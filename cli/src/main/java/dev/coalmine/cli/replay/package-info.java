/**
 * Recorded CloudWatch metrics: reading them from a file, and replaying them for a release whose
 * weights differ from the recorded ones. It must not know of accounts or releases.
 */
package dev.coalmine.cli.replay;
