"""Alarms that gate releases, metrics, and the dashboard widget."""

import datetime
import json

from support.aws_client import without_revision
from support.release_request import gated_by, plan, ungated
from support.stories import story


@story
def a_composite_alarm_gates(client, claims):
    client.make_function("composed")
    client.make_alarm("composed-errors")
    client.make_alarm("composed-latency")
    client.alarms.put_composite_alarm(
        AlarmName="composed-any", AlarmRule="ALARM(composed-errors) OR ALARM(composed-latency)"
    )
    client.wait_until(
        lambda: client.alarms.describe_alarms(
            AlarmNames=["composed-any"], AlarmTypes=["CompositeAlarm"]
        )["CompositeAlarms"],
        lambda found: found and found[0]["StateValue"] == "OK",
        "the composite alarm is OK",
    )
    execution = client.start(gated_by("composed-any", "composed", plan((10, "PT20M"))))
    client.wait_for_split("composed", 0.1)
    client.set_alarm("composed-latency", "ALARM")
    ended = client.wait_for_end(execution)
    claims.equal("a composite alarm rolls back", "RolledBack", ended.get("error"))
    claims.mentions("its Cause names it", ["composed-any", "10"], ended.get("cause"))
    metric_only = client.alarms.describe_alarms(AlarmNames=["composed-any"])
    claims.equal(
        "DescribeAlarms without AlarmTypes shows metric alarms alone",
        ([], []),
        (metric_only["MetricAlarms"], metric_only.get("CompositeAlarms", [])),
    )


@story
def a_short_alarm_rolls_back(client, claims):
    client.make_function("blink")
    client.make_alarm("blink-errors")
    execution = client.start(gated_by("blink-errors", "blink", plan((10, "PT20M"), poll="PT2M")))
    client.wait_for_split("blink", 0.1)
    client.set_alarm("blink-errors", "ALARM")
    client.set_alarm("blink-errors", "OK")
    ended = client.wait_for_end(execution)
    claims.equal("an alarm between two polls rolls back", "RolledBack", ended.get("error"))
    claims.mentions(
        "its Cause says that it rose",
        ["blink-errors", "ALARM", "10"],
        ended.get("cause"),
    )


@story
def an_old_alarm_does_not_block(client, claims):
    client.make_function("fix")
    client.make_alarm("fix-errors", "ALARM")
    execution = client.start(gated_by("fix-errors", "fix", plan((10, "PT1M")), watch="PT1M"))
    ended = client.wait_for_end(execution)
    claims.equal(
        "an alarm that was on before the release does not block it", "SUCCEEDED", ended["status"]
    )
    claims.mentions("the output names it", ["fix-errors"], ended.get("output"))


@story
def an_alarm_in_the_watch_rolls_back(client, claims):
    before = client.make_function("watched")
    client.make_alarm("watched-errors")
    execution = client.start(gated_by("watched-errors", "watched", "AllAtOnce", watch="PT30M"))
    client.wait_for_version("watched", "2")
    client.set_alarm("watched-errors", "ALARM")
    ended = client.wait_for_end(execution)
    claims.equal("an alarm in the watch rolls back", "RolledBack", ended.get("error"))
    claims.mentions(
        "its Cause says at what weight", ["watched-errors", "100"], ended.get("cause")
    )
    after = client.alias("watched")
    claims.equal("all is as before", without_revision(before), without_revision(after))


@story
def a_metric_raises_its_alarm(client, claims):
    client.make_function("measured")
    client.make_alarm("measured-errors", threshold=5)
    execution = client.start(gated_by("measured-errors", "measured", plan((10, "PT30M"))))
    client.wait_for_split("measured", 0.1)
    client.alarms.put_metric_data(
        Namespace="Orders", MetricData=[{"MetricName": "measured-errors", "Value": 31}]
    )
    ended = client.wait_for_end(execution)
    claims.equal("data over an alarm's threshold rolls back", "RolledBack", ended.get("error"))
    claims.mentions(
        "its Cause has the alarm's numbers", ["measured-errors", "31.0", "5.0"], ended.get("cause")
    )


@story
def metrics_are_kept(client, claims):
    client.alarms.put_metric_data(
        Namespace="Boto",
        MetricData=[{"MetricName": "Sold", "Value": value} for value in (1, 2, 39)],
    )
    now = client.now()
    minutes = datetime.timedelta(minutes=1)
    asked = client.alarms.get_metric_data(
        StartTime=now - 5 * minutes,
        EndTime=now + 5 * minutes,
        MetricDataQueries=[
            {"Id": "sold", "MetricStat": metric_stat("Boto", "Sold", "Sum")},
            {"Id": "most", "MetricStat": metric_stat("Boto", "Sold", "Maximum")},
            {"Id": "twice", "Expression": "sold * 2"},
        ],
    )["MetricDataResults"]
    found = {it["Id"]: (sum(it["Values"]), it["StatusCode"]) for it in asked}
    claims.equal("boto3: a sum is kept", (42.0, "Complete"), found.get("sold"))
    claims.equal("boto3: metric math is computed", (84.0, "Complete"), found.get("twice"))
    claims.check(
        "boto3: a maximum is kept", 39 in sum([it["Values"] for it in asked], []), 39, asked
    )
    listed = client.alarms.describe_alarm_history(AlarmName="nobody")["AlarmHistoryItems"]
    claims.equal("boto3: an alarm that does not exist has no history", [], listed)
    client.make_alarm("changed-errors")
    client.set_alarm("changed-errors", "ALARM")
    items = client.alarms.describe_alarm_history(
        AlarmName="changed-errors", HistoryItemType="StateUpdate", ScanBy="TimestampAscending"
    )["AlarmHistoryItems"]
    states = [json.loads(it["HistoryData"])["newState"]["stateValue"] for it in items]
    claims.equal("boto3: describe_alarm_history has each change", ["OK", "ALARM"], states)


@story
def metrics_by_the_cli(client, claims):
    client.cli(*"cloudwatch put-metric-data --namespace Cli --metric-name Sold --value 42".split())
    now = client.now()
    wide = datetime.timedelta(minutes=10)
    asked = client.cli(
        *"cloudwatch get-metric-data --start-time".split(),
        (now - wide).isoformat(),
        "--end-time",
        (now + wide).isoformat(),
        "--metric-data-queries",
        json.dumps([{"Id": "sold", "MetricStat": metric_stat("Cli", "Sold", "Sum")}]),
    )["MetricDataResults"]
    claims.equal("CLI: a metric comes back", [[42.0]], [it["Values"] for it in asked])


def metric_stat(namespace, name, statistic):
    return {"Metric": {"Namespace": namespace, "MetricName": name}, "Period": 60, "Stat": statistic}


@story
def a_widget_draws_releases(client, claims):
    client.make_function("drawn")
    execution = client.start(ungated("drawn", plan((25, "PT5M")), id="drawn-by-hand"))
    client.wait_for_split("drawn", 0.25)

    def shown(**widget):
        answer = client.functions.invoke(
            FunctionName="coalmine-DrawReleaseFunction", Payload=json.dumps(widget)
        )
        return json.load(answer["Payload"])

    claims.contains(
        "a widget lists what runs, with links", ["drawn-by-hand", "25 %", "<cwdb-action "], shown()
    )
    claims.contains(
        "a widget draws a release in the dashboard's colours",
        ["<svg", 'class="coalmine dark"', "drawn-by-hand", "<cwdb-action "],
        shown(release="drawn-by-hand", widgetContext={"theme": "dark"}),
    )
    claims.mentions(
        "a widget names a release that it can't show", ["nobody"], shown(release="nobody")
    )
    claims.contains("a widget describes itself", ["``` yaml"], shown(describe=True))
    ended = client.wait_for_end(execution)
    claims.equal("a release that was drawn goes on", "SUCCEEDED", ended["status"])
