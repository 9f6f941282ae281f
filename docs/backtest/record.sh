#!/bin/sh
# Records a release from CloudWatch, for ./coalmine backtest. Needs the AWS CLI, and only reads.
set -eu
if [ $# -ne 6 ]; then
  echo "usage: record.sh FUNCTION ALIAS BASELINE CANARY START MINUTES >METRICS.json" >&2
  echo "START is when the release started, such as 2026-01-01T12:00:00Z" >&2
  exit 64
fi
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
start=$(date -u -d "$5" +%s 2>/dev/null || date -u -j -f %Y-%m-%dT%H:%M:%SZ "$5" +%s)
start=$((start / 60 * 60))
fill="s/FUNCTION/$1/g; s/ALIAS/$2/g; s/BASELINE/$3/g; s/CANARY/$4/g"

ask() { # QUERIES, FROM and TO in minutes after the start, and how to show it
  queries=$1 from=$((start + 60 * $2)) to=$((start + 60 * $3))
  shift 3
  aws cloudwatch get-metric-data --metric-data-queries "file://$queries" \
    --start-time "$from" --end-time "$to" "$@"
}

# First the percentiles of the three hours before the release, then how many were above each.
sed "$fill" "$here/thresholds.json" >"$work/thresholds.json"
ask "$work/thresholds.json" -180 0 --output text \
  --query 'MetricDataResults[].[Id, Values[0]]' >"$work/percentiles"
while read -r percentile value; do
  if [ "$value" = None ]; then
    echo "record.sh: nobody called $1:$2 in the three hours before $5" >&2
    exit 1
  fi
  fill="$fill; s/($percentile:)/($value:)/"
done <"$work/percentiles"
sed "$fill" "$here/counts.json" >"$work/counts.json"

echo '['
ask "$work/thresholds.json" -180 0 --output json
echo ','
ask "$work/counts.json" -60 "$6" --output json
echo ']'
