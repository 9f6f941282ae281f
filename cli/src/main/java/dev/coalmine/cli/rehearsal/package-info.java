/**
 * Plays one release in a simulated account: what is in the account, what triggers the release, who
 * calls and who steers it. It must not parse a command line.
 */
package dev.coalmine.cli.rehearsal;
