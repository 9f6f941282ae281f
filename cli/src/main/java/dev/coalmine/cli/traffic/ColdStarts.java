package dev.coalmine.cli.traffic;

/**
 * The cold starts of a version.
 *
 * @param share of its requests, 0 to 1
 * @param factor on the duration of such a request
 * @param init milliseconds before it. Its caller waits for it, but Lambda's {@code Duration} does
 *     not have it ("Lambda function metrics")
 */
record ColdStarts(double share, double factor, double init) {
  ColdStarts withShare(double other) {
    return new ColdStarts(other, factor, init);
  }
}
