/**
 * CloudTrail: events about writing calls to Lambda. It may import {@code eventbridge}, {@code
 * lambda}, {@code clock}, {@code protocol}, {@code http} and {@code json}. It must only observe
 * calls, never change them.
 */
package dev.coalmine.embedded.cloudtrail;
