# What the steps of the action share. Sourced by each of them.
set -euo pipefail

options=()
[ -z "${COALMINE_REGION:-}" ] || options+=(--region "$COALMINE_REGION")
[ -z "${COALMINE_ENDPOINT:-}" ] || options+=(--endpoint "$COALMINE_ENDPOINT")
# The command takes COALMINE_WORKFLOW from the environment.

# Prints a file or a pipe without letting its lines be commands of the runner, such as ::add-path::.
plainly() {
  local token
  token=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
  printf '::stop-commands::%s\n' "$token"
  cat
  printf '\n::%s::\n' "$token"
}

# Text as the message of a runner's command: https://github.com/actions/toolkit, its package core.
escaped() {
  local text=${1//'%'/'%25'}
  text=${text//$'\r'/'%0D'}
  printf '%s' "${text//$'\n'/'%0A'}"
}

error() { printf '::error title=Coalmine::%s\n' "$(escaped "$1")"; }

# Sets an output of the step; its value can have several lines.
output() {
  local end
  end=end-$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
  printf '%s<<%s\n%s\n%s\n' "$1" "$end" "$2" "$end" >>"$GITHUB_OUTPUT"
}

summary() { cat >>"$GITHUB_STEP_SUMMARY"; }

# Text from outside as text of Markdown: whatever could be markup becomes a character reference.
as_markdown() {
  jq -Rrs 'rtrimstr("\n") | gsub("\n"; " ") | explode
    | map(if [.] | implode | test("[A-Za-z0-9 .,:;%()+/-]") then [.] | implode else "&#\(.);" end) | add // ""'
}

# The state of the release as JSON; fails if it can't be read or was never started.
read_status() { "$COALMINE_COMMAND" status "$COALMINE_NAME" --json ${options[@]+"${options[@]}"} 2>/dev/null; }
