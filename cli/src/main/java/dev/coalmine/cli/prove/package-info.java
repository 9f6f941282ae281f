/**
 * The fault explorer: stories of releases, the faults of their calls to AWS, and an oracle that
 * reads what the targets really serve. It must not import the packages that decide a release.
 */
package dev.coalmine.cli.prove;
