/**
 * The handlers that start, stop and wake releases: published versions, CodePipeline, CloudFormation
 * and alarms. They translate events into requests and commands, and outcomes into answers. The
 * rules of a request and of a release do not belong here.
 */
package dev.coalmine.trigger;
