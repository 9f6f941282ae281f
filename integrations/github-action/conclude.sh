# Tells how the release ended: outputs, a summary of the job, and the report's file.
# shellcheck source=common.sh
. "$(dirname "$0")/common.sh"

PAUSE_SECONDS=${COALMINE_PAUSE_SECONDS:-2}
MOST_SECONDS=${COALMINE_MOST_SECONDS:-90} # of a cancelled job's five minutes; a rollback needs some seconds

read_end() {
  while true; do
    state=$(read_status) || state=
    standing=$(printf '%s' "${state:-null}" | jq -r '.status // ""')
    [ "$standing" = RUNNING ] && [ -e "$COALMINE_FOLDER/cancelled" ] || return 0
    [ $SECONDS -lt "$MOST_SECONDS" ] || return 0
    sleep "$PAUSE_SECONDS"
  done
}

# Empty for an execution of coalmine up, which no console shows.
console_url() {
  local arn=$1 region
  region=$(cut -d : -f 4 <<<"$arn")
  [ "$(cut -d : -f 5 <<<"$arn")" != 000000000000 ] || return 0
  case $(cut -d : -f 2 <<<"$arn") in
    aws-cn) printf 'https://%s.console.amazonaws.cn' "$region" ;;
    aws-us-gov) printf 'https://console.amazonaws-us-gov.com' ;;
    *) printf 'https://%s.console.aws.amazon.com' "$region" ;;
  esac
  printf '/states/home?region=%s#/v2/executions/details/%s' "$region" "$arn"
}

# The error of a release that never started, without the name of the command before it.
start_error() { sed 's/^coalmine start: //' "$COALMINE_FOLDER/errors.txt" 2>/dev/null || :; }

field() { jq -r "$1 // \"\"" <<<"$state"; }

# A row of the summary's table, unless it is empty.
row() {
  local value
  value=$(jq -r "$2 // \"\"" <<<"$state" | as_markdown)
  [ -z "$value" ] || printf '| %s | %s |\n' "$1" "$value"
}

url='' console=''
read_end
if [ -n "$state" ]; then
  case $standing in
    RUNNING) outcome=RUNNING ;;
    *) outcome=$(field .standing) ;;
  esac
  case $outcome in ABORTED | TIMED_OUT) outcome=STUCK ;; esac
  reason=$(field .reason)
  console=$(console_url "$(field .execution)")
  url=${console:-${COALMINE_ENDPOINT%/}/#/$COALMINE_NAME} # the live page of coalmine up
elif [ "$(cat "$COALMINE_FOLDER/ended" 2>/dev/null)" = 2 ]; then
  outcome=REFUSED reason=$(start_error)
elif [ -e "$COALMINE_FOLDER/never-started" ]; then
  outcome='' reason="cancelled before the release started"
else
  outcome='' reason=$(start_error)
fi
[ -n "$reason" ] || reason="the release could not be read: see coalmine status $COALMINE_NAME"

output outcome "$outcome"
output reason "$reason"
output url "$url"
output console_url "$console"
[ "$outcome" = PROMOTED ] || error "${outcome:-unknown outcome}: $reason"

{
  printf '### Coalmine: %s\n\n%s\n\n' "${outcome:-unknown outcome}" "$(printf '%s' "$reason" | as_markdown)"
  if [ -n "$state" ]; then
    printf '| | |\n| --- | --- |\n'
    row release .id
    printf '| execution | [%s](<%s>) |\n' "$COALMINE_NAME" "$url"
    row started .startedAt
    row ended .endedAt
    row weight 'if .weight then "\(.weight) %" else "" end'
    row 'last check' 'if .verdict then "\(.verdict): \(.evidence)" else "" end'
  fi
  if [ -s "$COALMINE_FOLDER/timeline.txt" ]; then
    printf '\n<details><summary>Timeline</summary>\n\n<pre>\n'
    tail -n 80 "$COALMINE_FOLDER/timeline.txt" | jq -Rr '@html'
    printf '</pre>\n\n</details>\n'
  fi
} | summary

if [ "$COALMINE_REPORT" = true ] && [ -n "$state" ]; then
  report=$COALMINE_FOLDER/$COALMINE_NAME.html
  if "$COALMINE_COMMAND" report "$COALMINE_NAME" --out "$report" ${options[@]+"${options[@]}"} >/dev/null 2>"$COALMINE_FOLDER/errors.txt"; then
    output report "$report"
  else
    printf 'no report: ' | cat - "$COALMINE_FOLDER/errors.txt" | plainly
  fi
fi
