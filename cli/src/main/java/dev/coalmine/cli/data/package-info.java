/**
 * The folder in which {@code up} keeps an account over restarts: its files, and when they are
 * written. It must not know what an account consists of.
 */
package dev.coalmine.cli.data;
