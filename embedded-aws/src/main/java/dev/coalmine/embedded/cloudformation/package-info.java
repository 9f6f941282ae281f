/**
 * CloudFormation, for custom resources only. It may import {@code clock}, {@code protocol}, {@code
 * http} and {@code json}. It must call functions through {@code ServiceCaller}, not through {@code
 * lambda}.
 */
package dev.coalmine.embedded.cloudformation;
