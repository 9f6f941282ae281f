package dev.coalmine.cli.terminal;

import dev.coalmine.cli.terminal.ReleaseLineText.DetailLevel;

/**
 * The level of detail of each part of a line.
 *
 * @param bar the least width of the bar in columns; 0 for none
 * @param next of what comes next
 * @param errors of the error rates
 * @param evidence of the evidence
 */
record LineLayout(int bar, DetailLevel next, DetailLevel errors, DetailLevel evidence) {}
