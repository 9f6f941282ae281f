/**
 * Draws lines on a terminal or a pipe: width, colour, and one line below the others for each
 * running release. It must not know where its values come from.
 */
package dev.coalmine.cli.terminal;
