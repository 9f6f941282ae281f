/**
 * Writes lines to a terminal or a pipe, and nothing that acts on it but our own: width, colour, and
 * one line below the others for each running release. It must not know where its values come from.
 */
package dev.coalmine.cli.terminal;
