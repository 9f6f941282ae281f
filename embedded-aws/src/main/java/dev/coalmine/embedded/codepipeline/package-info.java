/**
 * CodePipeline, for Lambda invoke actions only (AWS JSON 1.1). It may import {@code clock}, {@code
 * protocol}, {@code http} and {@code json}. It must call functions through {@code ServiceCaller},
 * not through {@code lambda}.
 */
package dev.coalmine.embedded.codepipeline;
