# librdkafka, built from its own source. Debian 12's is 2.0.2, whose batch calls may lose or misattribute records around
# rebalances, and no package that can be pinned here carries a newer one built; Confluent's npm package carries the source.
# Sourced by ./smartkart, which sets root. About 45 s on two cores, once; 3 MB stay.

librdkafka_package=node_modules/@confluentinc/kafka-javascript
librdkafka_options=(--disable-debug-symbols --disable-gssapi --disable-curl)
# What it must have found: without one of them it would build all the same, and fail on the first batch or broker that
# wants it. LZ4_EXT is Debian's lz4 in place of the copy inside.
librdkafka_features=(SSL ZLIB ZSTD LZ4_EXT)

# The version and hash that the lock file pins, how it is built, and what is patched: another of these is another library.
librdkafka_pin() {
  awk -v name="\"$librdkafka_package\":" '$1 == name { found = 1 } found && /"(version|integrity)":/ { print $2 } found && /}/ { exit }' "$root/deploy/local/librdkafka/package-lock.json"
  printf '%s\n' "${librdkafka_options[*]}"
  cat "$root"/deploy/local/librdkafka/patches/*.patch
}

librdkafka_missing() {
  local built=$root/deploy/local/native/librdkafka
  [ ! -e "$built/librdkafka.so.1" ] || [ "$(librdkafka_pin)" != "$(cat "$built/built-from" 2>/dev/null)" ]
}

librdkafka_provide() {
  local package=$root/deploy/local/librdkafka work=$root/artifacts/setup/librdkafka
  local source=$package/$librdkafka_package/deps/librdkafka built=$root/deploy/local/native/librdkafka
  say "building librdkafka, the Kafka client, from its source (about a minute, this once): Debian's is too old to trust with exactly once"
  [ -e "$source/configure" ] ||
    fail "the source of librdkafka is not in $source. Delete $package/node_modules and start again, so that npm installs it anew."

  rm -rf "$work"
  mkdir -p "$built"
  cp -R "$source" "$work"
  logged librdkafka-patch librdkafka_patch "$work" ||
    fail "a patch of librdkafka in deploy/local/librdkafka/patches does not fit its source (above). Take it out if this version has it."
  logged librdkafka-build librdkafka_build "$work" ||
    fail "librdkafka did not build (above). If a compiler or a header is missing, install what deploy/local/setup/debian.txt lists and start again."
  # The library comes last but for its stamp, and in one move: a build that was stopped half-way is done again.
  rm -f "$built/built-from"
  mv "$work/src/librdkafka.so.1" "$built/librdkafka.so.1"
  librdkafka_pin >"$built/built-from"
  rm -rf "$work"
}

librdkafka_patch() {
  local each
  for each in "$root"/deploy/local/librdkafka/patches/*.patch; do
    patch --batch --directory="$1" --strip=1 <"$each" || return
  done
}

# In a subshell, for its cd; and with each step checked, for inside a condition bash does not stop at the first failure.
librdkafka_build() (
  cd "$1" || exit
  bash ./configure "${librdkafka_options[@]}" || exit
  for feature in "${librdkafka_features[@]}"; do
    grep -q "^WITH_$feature=.*y" Makefile.config || { printf 'configure found no %s\n' "$feature"; exit 1; }
  done
  make -j"$(nproc)" -C src librdkafka.so.1 || exit
  strip src/librdkafka.so.1
)
