/**
 * What several services share: AWS JSON, REST JSON, errors, ARNs, page tokens and calls between
 * services. It may import {@code http} and {@code json}. It must not import a service.
 */
package dev.coalmine.embedded.protocol;
