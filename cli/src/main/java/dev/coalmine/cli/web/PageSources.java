package dev.coalmine.cli.web;

import dev.coalmine.aws.HistoryEntry;
import dev.coalmine.embedded.apigateway.ApiGatewayService;
import dev.coalmine.embedded.asl.HistoryEvent;
import dev.coalmine.embedded.cloudwatch.metric.MetricStore;
import dev.coalmine.embedded.lambda.LambdaControl;
import java.time.InstantSource;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What the page reads.
 *
 * @param releases the list, which listens to all executions
 * @param clock the account's time
 * @param speed how many times faster than the wall clock the account's time passes
 * @param lambda has the aliases and their traffic splits
 * @param apis have the stages and their traffic splits
 * @param metrics CloudWatch's data
 * @param isCoalmine whether a function, by its name, is one of Coalmine's own
 * @param eventReader converts an event of an execution
 */
public record PageSources(
    ReleaseList releases,
    InstantSource clock,
    double speed,
    LambdaControl lambda,
    ApiGatewayService apis,
    MetricStore metrics,
    Predicate<String> isCoalmine,
    Function<HistoryEvent, HistoryEntry> eventReader) {}
