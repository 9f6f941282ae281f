/**
 * Restores the targets of executions that ended without a rollback: stopped, timed out, or failed
 * in a way that the workflow did not expect. It finds them by an event and by a regular sweep. It
 * imports neither the workflow nor the triggers.
 */
package dev.coalmine.restore;
