# npm packages: native libraries (deploy/local/native), the source of librdkafka (deploy/local/librdkafka), and for tests and
# benchmarks their peers (tests/peers).
# Installed from the lock file, so pinned by hash, and with scripts off, so that nothing of theirs runs at set-up.
# Sourced by ./smartkart, which sets root and needs.

npm_folders() {
  printf '%s\n' deploy/local/native deploy/local/librdkafka
  case " ${needs[*]} " in *' test '* | *' bench '*) printf '%s\n' tests/peers ;; esac
}

# A folder is installed when the lock file it was installed from, kept inside node_modules, is the one at hand.
npm_installed() { cmp -s "$root/$1/package-lock.json" "$root/$1/node_modules/.installed-from.json"; }

npm_missing() {
  local folder
  while read -r folder; do
    npm_installed "$folder" || return 0
  done < <(npm_folders)
  return 1
}

npm_provide() {
  local folder
  for folder in $(npm_folders); do
    if npm_installed "$folder"; then continue; fi
    say "installing the npm packages of $folder: $(npm_reason "$folder")"
    logged npm npm ci --prefix "$root/$folder" --ignore-scripts --omit=dev --no-audit --no-fund ||
      fail "npm ci failed in $folder (above). Check the network; if package.json was edited, run 'npm install --package-lock-only' there and commit the lock."
    cp "$root/$folder/package-lock.json" "$root/$folder/node_modules/.installed-from.json"
  done
}

npm_reason() {
  case $1 in
    tests/peers) printf 'third-party clients that tests and benchmarks compare SmartKart with' ;;
    deploy/local/librdkafka) printf 'the source of librdkafka, the Kafka client' ;;
    *) printf 'native libraries that its programs load' ;;
  esac
}
