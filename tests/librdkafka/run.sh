#!/usr/bin/env bash
# librdkafka's own test suite against our broker, under both group protocols. Takes about an hour on two cores, so it is not
# part of ./smartkart test; see README.md.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
package=$root/deploy/local/librdkafka/node_modules/@confluentinc/kafka-javascript/deps/librdkafka
work=${WORK:-$root/artifacts/librdkafka-tests}
protocols=(classic consumer)
jobs=1
only=()

usage() {
  cat <<TEXT
tests/librdkafka/run.sh [--protocol classic|consumer] [--jobs N] [0012 0081 …]

Builds librdkafka's test runner (once, into artifacts/), starts the broker twice (with topics made on asking, and without),
runs the programs of programs.txt, or those named, and prints a line for each. Ends with 1 where one failed.
TEXT
}

while [ $# -gt 0 ]; do
  case $1 in
    --protocol) protocols=("$2"); shift 2 ;;
    --jobs) jobs=$2; shift 2 ;;
    --help|-h) usage; exit 0 ;;
    [0-9]*) only+=("$1"); shift ;;
    *) usage >&2; exit 2 ;;
  esac
done

build() {
  [ -x "$work/librdkafka/tests/test-runner" ] && return
  [ -e "$package/configure" ] || { echo "librdkafka's source is not in $package. Run ./smartkart test once: it installs it." >&2; exit 2; }
  [ -e /usr/include/rapidjson/schema.h ] || { echo "rapidjson is missing, and without it the statistics and transaction programs do nothing: apt-get install rapidjson-dev" >&2; exit 2; }
  echo "building librdkafka and its test runner in $work (some minutes) …" >&2
  mkdir -p "$work"
  cp -R "$package" "$work/"
  (cd "$work/librdkafka" && bash ./configure --disable-gssapi --disable-curl && make -j"$(nproc)" libs && make -j"$(nproc)" -C tests test-runner) >"$work/build.log" 2>&1 ||
    { tail -20 "$work/build.log" >&2; exit 2; }
}

# start NAME AUTOCREATE: a broker of its own, in the foreground of a file descriptor; its address goes to $work/NAME.address
start() {
  local name=$1 autocreate=$2
  rm -rf "$work/$name.data"
  SMARTKART__Broker__AutoCreateTopics=$autocreate SMARTKART__Broker__DefaultPartitions=4 SMARTKART__Broker__TakeAnyReplicationFactor=true \
  SMARTKART__Broker__Groups__ConsumerSessionTimeout=00:00:06 SMARTKART__Broker__Groups__ConsumerHeartbeatInterval=00:00:01 \
  SMARTKART__Broker__Cleaning__CompactionCheck=00:00:01 \
    "$root/smartkart" up --data-directory "$work/$name.data" --port 0 --registry-port 0 --json >"$work/$name.json" 2>"$work/$name.log" &
  brokers+=($!)
  for _ in $(seq 600); do
    address=$(sed -n 's/.*"bootstrapServers": *"\([^"]*\)".*/\1/p' "$work/$name.json")
    [ -n "$address" ] && { echo "$address" >"$work/$name.address"; return; }
    kill -0 "${brokers[-1]}" 2>/dev/null || { cat "$work/$name.log" >&2; exit 2; }
    sleep 0.1
  done
  echo "the broker did not say where it listens; see $work/$name.log" >&2
  exit 2
}

brokers=()
stop() { [ ${#brokers[@]} -eq 0 ] || kill "${brokers[@]}" 2>/dev/null || true; wait || true; }
trap stop EXIT

build
start autocreate true
start noautocreate false

list=$work/list
: >"$list"
for protocol in "${protocols[@]}"; do
  while read -r number seconds rest; do
    case $number in ''|'#'*) continue ;; esac
    [ ${#only[@]} -eq 0 ] || [[ " ${only[*]} " == *" $number "* ]] || continue
    case $rest in
      skip=*) printf '%-9s %s  skipped: %s\n' "$protocol" "$number" "${rest#skip=}" ;;
      only=*) for part in $(tr , ' ' <<<"${rest#only=}"); do echo "$protocol $number $seconds autocreate $part" >>"$list"; done ;;
      noautocreate) echo "$protocol $number $seconds noautocreate" >>"$list" ;;
      *) echo "$protocol $number $seconds autocreate" >>"$list" ;;
    esac
  done <"$here/programs.txt"
done

failed=0
xargs -P "$jobs" -L 1 "$here/one.sh" "$work" <"$list" || failed=1
[ $failed -eq 0 ] && echo "every program passed" || echo "some failed (above); their output is in $work/output"
exit $failed
