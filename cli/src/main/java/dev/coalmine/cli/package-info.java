/**
 * The commands and their options: parsing arguments, printing lines or JSON, exit statuses. What a
 * command does lives in the other packages; none of them may import this one.
 */
package dev.coalmine.cli;
