# How the launcher speaks: on stderr, one line a step, each with its reason.

say() { printf 'smartkart: %s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }

# require TOOL WHY REMEDY
require() { command -v "$1" >/dev/null || fail "$1 is not on the PATH, and $2. To remedy it, $3."; }
