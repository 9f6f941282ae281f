/**
 * Releases in an account, over the AWS SDK: finding, starting, following, steering and reporting
 * them. It works the same on AWS and on what {@code up} serves, and must not use the embedded AWS
 * behind the API.
 */
package dev.coalmine.cli.account;
