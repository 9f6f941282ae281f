/**
 * The judge as a process: reads one JSON message a line and writes one verdict a line. The verdict
 * itself comes from the judge; no rule of judging belongs here.
 */
package dev.coalmine.cli.judgeprotocol;
