# Starts the release and follows it to its end. Exits as `coalmine start --wait` does: 0 only if it was promoted.
# shellcheck source=common.sh
. "$(dirname "$0")/common.sh"

LOST=69 # AWS was not reached, or did not permit the call
MOST_LOOKS=${COALMINE_MOST_LOOKS:-20}
PAUSE_SECONDS=${COALMINE_PAUSE_SECONDS:-15}

follower=
token=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
# What the release says must not be a command of the runner.
ignore_commands() { printf '::stop-commands::%s\n' "$token"; }
take_commands() { printf '\n::%s::\n' "$token"; }

# A cancelled workflow, or a step whose time is over: SIGINT, SIGTERM 7.5 seconds later, and the end of all
# processes after 2.5 more (actions/runner, ProcessInvoker.cs). Bash runs a trap only while it waits.
interrupted() {
  trap '' INT TERM
  output interrupted true
  [ -z "$follower" ] || kill "$follower" 2>/dev/null || :
  take_commands
  printf 'cancelled: rolling back %s\n' "$COALMINE_NAME"
  COALMINE_MOST_SECONDS=0 bash "$(dirname "$0")/rollback.sh" || :
  exit 130
}
trap interrupted INT TERM

# The same name and request start one release, so this follows one that runs already.
follow() {
  tee -a "$COALMINE_FOLDER/timeline.txt" <"$COALMINE_FOLDER/lines" &
  local teller=$!
  "$COALMINE_COMMAND" start "$COALMINE_FOLDER/request.json" --name "$COALMINE_NAME" --wait \
    ${options[@]+"${options[@]}"} >"$COALMINE_FOLDER/lines" 2>"$COALMINE_FOLDER/errors.txt" &
  follower=$!
  ended=0
  wait "$follower" || ended=$?
  follower=
  wait "$teller" || :
  cat "$COALMINE_FOLDER/errors.txt" >&2
  printf '%s\n' $ended >"$COALMINE_FOLDER/ended"
}

# How a release ended that was lost from sight: its name cannot be started again.
ended_unseen() {
  case $(read_status | jq -r 'select(.status != "RUNNING") | .standing') in
    PROMOTED) ended=0 ;;
    ROLLED_BACK) ended=1 ;;
    REFUSED) ended=2 ;;
    STUCK | ABORTED | TIMED_OUT) ended=3 ;;
    *) return 1 ;;
  esac
  printf '%s\n' $ended >"$COALMINE_FOLDER/ended"
}

mkfifo "$COALMINE_FOLDER/lines"
ignore_commands
for ((look = 1; look <= MOST_LOOKS; look++)); do
  follow
  [ $look -eq 1 ] || ended_unseen || :
  [ $ended -eq $LOST ] || break
  # Nothing was started, or the release runs on without being seen; either is worth another try.
  sleep "$PAUSE_SECONDS" &
  wait $! || :
done
take_commands
exit $ended
