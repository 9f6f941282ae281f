/**
 * Simulated traffic: profiles read from files, random samples, and the requests, errors and
 * durations of each minute by version. It must not know of accounts or releases.
 */
package dev.coalmine.cli.traffic;
