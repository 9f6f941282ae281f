/**
 * Shows executions while they run and when they have ended: as a timeline, as lines of a terminal,
 * as a report. It listens only, and must not change the account or the release.
 */
package dev.coalmine.cli.progress;
