/**
 * HTTP requests and responses, the loopback server and the SDK's in-process transport. It may
 * import {@code json}. It must not read or write a service's format.
 */
package dev.coalmine.embedded.http;
