/**
 * The statistics of a release: sequential tests of a canary against its baseline, and the weight
 * that their evidence allows. It is a pure function of counts, minute and state: it makes no calls,
 * reads no clock and keeps no state between looks. Code that calls AWS, reads JSON or knows a
 * release document does not belong here.
 */
package dev.coalmine.judge;
