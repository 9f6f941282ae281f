package dev.coalmine.cli.terminal;

import dev.coalmine.cli.terminal.ReleaseLineText.DetailLevel;

/**
 * How much the lines say of each thing, as their width allows.
 *
 * @param bar the narrowest bar; 0 for none
 * @param next of what comes next
 * @param errors of the error rates
 * @param evidence of the evidence
 */
record LineLayout(int bar, DetailLevel next, DetailLevel errors, DetailLevel evidence) {}
