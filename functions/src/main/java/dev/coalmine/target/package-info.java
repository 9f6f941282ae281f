/**
 * The targets of a release: aliases and stages, their routings, the changes that a release writes,
 * and the evidence of who changed a target last. These are values without calls to AWS. Plans,
 * decisions and SDK types do not belong here.
 */
package dev.coalmine.target;
