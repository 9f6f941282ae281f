/**
 * Scripts by which a shell completes the command line. They know the commands and options as
 * values, not the parser that they come from.
 */
package dev.coalmine.cli.completion;
