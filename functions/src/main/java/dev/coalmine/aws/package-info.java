/**
 * The calls to AWS that a release makes: one class for each kind of resource, in terms of targets,
 * alarms and counts. Failures of AWS leave this package as the SDK's own exceptions, unless a
 * method says otherwise. Decisions about a release, and its document, do not belong here.
 */
package dev.coalmine.aws;
