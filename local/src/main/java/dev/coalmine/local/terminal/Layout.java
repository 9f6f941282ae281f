package dev.coalmine.local.terminal;

import dev.coalmine.local.terminal.LiveLine.Say;

/**
 * How much the lines say of each thing, as their width allows.
 *
 * @param bar the narrowest bar; 0 for none
 * @param next of what comes next
 * @param errors of the error rates
 * @param evidence of the evidence
 */
record Layout(int bar, Say next, Say errors, Say evidence) {}
