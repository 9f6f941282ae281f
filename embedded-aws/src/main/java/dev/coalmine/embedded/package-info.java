/**
 * The embedded AWS: the endpoint in front of all services, fault injection, rate limits and
 * simulated functions. It may import every package of this module. No package may import it.
 */
package dev.coalmine.embedded;
