/** Patterns of text that several services have. It imports no other package. */
package dev.coalmine.embedded.text;
