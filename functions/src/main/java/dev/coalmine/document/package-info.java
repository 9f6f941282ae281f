/**
 * The release document and the history of its execution: reading and writing them as JSON, and the
 * log lines and metrics of a decision. {@link dev.coalmine.document.HistoryReader} reads a history
 * forwards, {@link dev.coalmine.document.HistoryTail} its newest events. Decisions, calls to AWS
 * and the drawing of reports do not belong here.
 */
package dev.coalmine.document;
