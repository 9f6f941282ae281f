/** Plays hundreds and thousands of releases in one account at a time, under AWS' rate limits. */
package dev.coalmine.cli.scale;
