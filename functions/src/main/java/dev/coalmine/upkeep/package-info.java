/**
 * Keeps Coalmine's own stack tidy: removes versions of its functions that nothing can call any
 * more. It knows nothing of targets, and must not touch the functions that are released.
 */
package dev.coalmine.upkeep;
