/**
 * The live page that {@code up} serves: its files, its JSON, its event streams and its buttons.
 * What a button does is given to it; it must not start or steer a release itself.
 */
package dev.coalmine.cli.web;
