/**
 * Measures the judge: how often rollout rules decide rightly on generated releases, and how fast
 * one analysis is. It must not need AWS, embedded or real.
 */
package dev.coalmine.cli.bench;
