/**
 * Releases in an account, over the AWS SDK: finding, starting, following, steering and reporting
 * them. It works the same on AWS and on what {@code up} serves, and must not use the embedded AWS
 * behind the API; of that module it imports the JSON reader alone.
 */
package dev.coalmine.cli.account;
