/**
 * The request of a release: its fields, plan, presets, hooks, approvals, defaults and faults, and
 * the commands that steer a running release. It reads requests of all triggers into the same
 * values. It makes no decisions and no calls to AWS.
 */
package dev.coalmine.request;
