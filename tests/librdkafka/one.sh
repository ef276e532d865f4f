#!/usr/bin/env bash
# One program, under one protocol: one.sh WORK PROTOCOL NUMBER SECONDS BROKER [PART]. Prints a line; ends with 1 where it failed.
set -uo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$1 protocol=$2 number=$3 seconds=$4 broker=$5 part=${6:-}
address=$(cat "$work/$broker.address")
output=$work/output/$protocol-$number-$broker${part:+-$part}
mkdir -p "$work/output"
printf 'bootstrap.servers=%s\ntest.topic.random=true\ntest.timeout.multiplier=2\n' "$address" >"$output.conf"

cd "$work/librdkafka/tests" || exit 1
export LD_LIBRARY_PATH=$work/librdkafka/src:$work/librdkafka/src-cpp
export RDKAFKA_TEST_CONF=$output.conf KAFKA_PATH=$here/kafka BROKERS=$address
export TEST_KAFKA_VERSION=4.0.0 TEST_CONSUMER_GROUP_PROTOCOL=$protocol TESTS=$number
[ "$broker" = noautocreate ] && export TEST_SCENARIO=noautocreate
[ -n "$part" ] && export SUBTESTS=$part

begun=$(date +%s)
timeout --kill-after=5 "$seconds" ./test-runner -L -p1 >"$output.log" 2>&1
status=$?
# Its own table says what each of its parts came to.
verdicts=$(grep -aE '^\|' "$output.log" | sed 's/\x1b\[[0-9;]*m//g' | grep -avE 'MAIN|negative test flags' | sed 's/^| *//; s/  */ /g; s/ *|$//' | tr '\n' ';')
[ $status -eq 124 ] && verdicts="still running after $seconds s"
[ $status -eq 0 ] && word=passed || word=FAILED
printf '%-9s %s %s %s %s s: %s\n' "$protocol" "$number" "$word" "${part:-$broker}" "$(($(date +%s) - begun))" "$verdicts"
[ $status -eq 0 ]
