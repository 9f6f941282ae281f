/**
 * The custom widget of a CloudWatch dashboard: a list of releases, and the report of one. It only
 * reads. The drawing of a report belongs to {@code report}.
 */
package dev.coalmine.widget;
