# Checks the inputs, all of them before anything starts; finds the command line; names the execution.
# shellcheck source=common.sh
. "$(dirname "$0")/common.sh"

faults=()
fault() { faults+=("$1"); }

refuse() {
  local reason
  reason=$(printf '%s; ' "${faults[@]}")
  reason=${reason%; }
  output outcome REFUSED
  output reason "$reason"
  error "$reason"
  {
    printf '### Coalmine: REFUSED\n\n'
    for each in "${faults[@]}"; do printf -- '- %s\n' "$(printf '%s' "$each" | as_markdown)"; done
  } | summary
  exit 2
}

command -v jq >/dev/null || { error "no jq on this runner: the action reads JSON with it"; exit 70; }
folder=$(mktemp -d "${RUNNER_TEMP:-${TMPDIR:-/tmp}}/coalmine.XXXXXX")
request=$folder/request.json

read_request() {
  if [ -n "$COALMINE_REQUEST" ] && [ -n "$COALMINE_REQUEST_FILE" ]; then
    fault "request and request-file: give only one of them"
  elif [ -n "$COALMINE_REQUEST" ]; then
    printf '%s\n' "$COALMINE_REQUEST" >"$request"
    require_object request
  elif [ -z "$COALMINE_REQUEST_FILE" ]; then
    fault "no release request: give request or request-file"
  elif [ ! -f "$COALMINE_REQUEST_FILE" ] || ! cat "$COALMINE_REQUEST_FILE" >"$request" 2>/dev/null; then
    fault "request-file $COALMINE_REQUEST_FILE can't be read in $PWD: check out the repository first, or correct the path"
  else
    require_object "request-file $COALMINE_REQUEST_FILE"
  fi
}

require_object() {
  local found
  found=$(jq -rs 'if length == 1 then .[0] | type else "\(length) values" end' "$request" 2>&1) ||
    found=${found#jq: error (at *): }
  [ "$found" = object ] || fault "$1 must be one JSON object, not $found"
}

matches() { [[ $1 =~ ^($2)$ ]]; }

check_inputs() {
  [ -z "$COALMINE_REGION" ] || matches "$COALMINE_REGION" '[a-z]{2,}(-[a-z]+)+-[0-9]+' ||
    fault "region must be a Region such as eu-central-1, not $COALMINE_REGION"
  if [ -n "$COALMINE_ROLE" ]; then
    matches "$COALMINE_ROLE" 'arn:aws[a-z-]*:iam::[0-9]{12}:role/[A-Za-z0-9+=,.@_/-]+' ||
      fault "role-to-assume must be the ARN of a role, not $COALMINE_ROLE"
    [ -n "$COALMINE_REGION" ] || fault "role-to-assume needs region"
    if ! matches "$COALMINE_ROLE_SECONDS" '[0-9]{3,5}' ||
      [ "$COALMINE_ROLE_SECONDS" -lt 900 ] || [ "$COALMINE_ROLE_SECONDS" -gt 43200 ]; then
      fault "role-duration-seconds must be 900 to 43200, as the role permits, not $COALMINE_ROLE_SECONDS"
    fi
  fi
  [ -z "$COALMINE_ENDPOINT" ] || matches "$COALMINE_ENDPOINT" 'https?://[^[:space:]]+' ||
    fault "endpoint must be a URL, not $COALMINE_ENDPOINT"
  matches "$COALMINE_REPORT" 'true|false' || fault "report must be true or false, not $COALMINE_REPORT"
}

check_archive() {
  if [ -n "$COALMINE_CLI" ] && [ -n "$COALMINE_CLI_ARCHIVE" ]; then
    fault "cli and cli-archive: give only one of them"
  fi
  case $COALMINE_CLI_ARCHIVE in
    '') [ -z "$COALMINE_CLI_SHA256" ] || fault "cli-sha256 without cli-archive" ;;
    https://*) [ -n "$COALMINE_CLI_SHA256" ] || fault "cli-archive is a URL, so it needs cli-sha256" ;;
    *://*) fault "cli-archive must be a path or an https URL, not $COALMINE_CLI_ARCHIVE" ;;
    *) [ -f "$COALMINE_CLI_ARCHIVE" ] || fault "cli-archive $COALMINE_CLI_ARCHIVE is no file in $PWD" ;;
  esac
  [ -z "$COALMINE_CLI_SHA256" ] || matches "$COALMINE_CLI_SHA256" '[0-9a-fA-F]{64}' ||
    fault "cli-sha256 must be 64 hexadecimal digits, not $COALMINE_CLI_SHA256"
}

find_command() {
  local top
  top=$(cd "$(dirname "$0")/../.." && pwd) # of an archive, which has bin/coalmine, or of a clone
  if [ -n "$COALMINE_CLI" ]; then
    found=$(command -v -- "$COALMINE_CLI") || fault "cli $COALMINE_CLI is no command"
  elif [ -n "$COALMINE_CLI_ARCHIVE" ]; then
    unpack
  elif ! found=$(command -v coalmine); then
    found=$top/bin/coalmine
    [ -x "$found" ] || found=$top/coalmine
    [ -x "$found" ] || fault "no command coalmine: give cli or cli-archive"
  fi
}

unpack() {
  local archive=$COALMINE_CLI_ARCHIVE sum
  case $archive in
    https://*)
      curl --fail --silent --show-error --location --proto '=https' --retry 3 \
        --output "$folder/cli.tar.gz" -- "$archive" || { fault "cli-archive $archive can't be fetched"; return; }
      archive=$folder/cli.tar.gz
      ;;
  esac
  if [ -n "$COALMINE_CLI_SHA256" ]; then
    sum=$( (sha256sum -- "$archive" 2>/dev/null || shasum -a 256 -- "$archive") | cut -d ' ' -f 1)
    if [ "$sum" != "$(printf '%s' "$COALMINE_CLI_SHA256" | tr A-F a-f)" ]; then
      fault "cli-archive has the SHA-256 $sum, not $COALMINE_CLI_SHA256"
      return
    fi
  fi
  mkdir "$folder/cli"
  tar -xzf "$archive" -C "$folder/cli" || { fault "cli-archive $COALMINE_CLI_ARCHIVE is no tar.gz"; return; }
  found=$(find "$folder/cli" -path '*/bin/coalmine' | head -n 1)
  [ -n "$found" ] || fault "cli-archive $COALMINE_CLI_ARCHIVE has no bin/coalmine"
}

read_request
check_inputs
check_archive
[ ${#faults[@]} -eq 0 ] || refuse
found=
find_command
[ ${#faults[@]} -eq 0 ] || refuse

# One execution for a request at one place in each attempt of a run: another attempt is another release. Jobs of
# one run that release the same function in several Regions or accounts have reports of different names.
place() {
  printf '%s\n' "${COALMINE_REGION:-${AWS_REGION:-${AWS_DEFAULT_REGION:-}}}" \
    "$COALMINE_ROLE" "$COALMINE_ENDPOINT" "$COALMINE_WORKFLOW"
}
name=github-${GITHUB_RUN_ID:-0}-${GITHUB_RUN_ATTEMPT:-1}-$( { place; cat "$request"; } | cksum | cut -d ' ' -f 1)
output folder "$folder"
output command "$found"
output name "$name"
