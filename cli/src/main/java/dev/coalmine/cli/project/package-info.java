/**
 * The names and files of this project: its folder, its sample event, the names of its stack. It
 * must not import any other package of Coalmine.
 */
package dev.coalmine.cli.project;
