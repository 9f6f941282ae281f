/**
 * The report of a release as HTML and SVG, drawn from a {@link dev.coalmine.report.ReleaseHistory}.
 * It uses the types of a release and those below them, and neither AWS nor JSON. A page needs no
 * network and no script.
 */
package dev.coalmine.report;
