# How the launcher speaks: on stderr, one line a step, each with its reason. What the tools say goes to
# artifacts/setup/, and is shown where one of them fails.

say() { printf 'smartkart: %s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }

# require TOOL WHY REMEDY
require() { command -v "$1" >/dev/null || fail "$1 is not on the PATH, and $2. To remedy it, $3."; }

# logged NAME COMMAND...: runs it, keeps what it says, and shows that only when it fails.
logged() {
  local log=$root/artifacts/setup/$1.log
  shift
  mkdir -p "$(dirname "$log")"
  "$@" >"$log" 2>&1 || { local status=$?; cat "$log" >&2; return "$status"; }
}
