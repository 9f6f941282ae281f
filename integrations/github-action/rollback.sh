# Rolls the release back if it still runs: its workflow was cancelled.
# shellcheck source=common.sh
. "$(dirname "$0")/common.sh"

PAUSE_SECONDS=${COALMINE_PAUSE_SECONDS:-5}
MOST_SECONDS=${COALMINE_MOST_SECONDS:-120} # of a cancelled job's five minutes
touch "$COALMINE_FOLDER/cancelled"
run=${GITHUB_SERVER_URL:-https://github.com}/${GITHUB_REPOSITORY:-unknown}/actions/runs/${GITHUB_RUN_ID:-0}

ENDED_OR_BUSY=2
UNKNOWN=64
unseen=0

# A release takes commands while it waits, and is busy between: a command can come too early.
while true; do
  status=0
  "$COALMINE_COMMAND" rollback "$COALMINE_NAME" --by "github:${GITHUB_ACTOR:-unknown}" \
    --why "workflow cancelled: $run" ${options[@]+"${options[@]}"} >"$COALMINE_FOLDER/rollback.txt" 2>&1 || status=$?
  plainly <"$COALMINE_FOLDER/rollback.txt"
  case $status in
    0) exit 0 ;;
    "$ENDED_OR_BUSY")
      standing=$(read_status | jq -r .status) || standing=
      [ "${standing:-RUNNING}" = RUNNING ] || exit 0
      ;;
    "$UNKNOWN") # not there yet, if the start was the last thing that came through; or never started
      unseen=$((unseen + 1))
      [ $unseen -lt 3 ] || { touch "$COALMINE_FOLDER/never-started"; exit 0; }
      ;;
  esac
  [ $SECONDS -lt "$MOST_SECONDS" ] || break
  sleep "$PAUSE_SECONDS"
done
[ "$MOST_SECONDS" = 0 ] || error "could not roll back $COALMINE_NAME: it may still run; see coalmine status $COALMINE_NAME"
exit 1
