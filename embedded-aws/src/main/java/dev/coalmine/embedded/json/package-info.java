/**
 * JSON text, plain trees and one lenient view of them. It imports nothing of this module. Formats
 * of AWS belong to {@code protocol} or to a service.
 */
package dev.coalmine.embedded.json;
