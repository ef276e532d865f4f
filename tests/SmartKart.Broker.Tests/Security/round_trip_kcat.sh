# Produces one record with kcat and reads it back. SETTINGS holds one librdkafka property a line: a kcat configuration file.
settings=$(mktemp)
trap 'rm -f "$settings"' EXIT
printf '%s\n' "$SETTINGS" >"$settings"
printf 'from kcat' | kcat -F "$settings" -b "$BOOTSTRAP" -P -t "$TOPIC" -X message.timeout.ms=3000 || exit 1
kcat -F "$settings" -b "$BOOTSTRAP" -C -t "$TOPIC" -o beginning -e -q
