# Debian packages: debian.txt lists them by need. Sourced by ./smartkart, which sets root, setup and needs.

debian_wanted() {
  local need
  for need in "${needs[@]}"; do
    awk -v need="$need" '$1 == need { print $2 }' "$setup/debian.txt"
  done | sort -u
}

# Fills debian_absent with the packages that are wanted and not installed.
debian_missing() {
  local wanted installed
  mapfile -t wanted < <(debian_wanted)
  debian_absent=()
  [ ${#wanted[@]} -gt 0 ] || return 1
  # dpkg-query exits 1 when it does not know one of the packages: that is an answer, not a failure.
  installed=$(dpkg-query -W -f='${Package} ${db:Status-Status}\n' "${wanted[@]}" 2>/dev/null || true)
  local package
  for package in "${wanted[@]}"; do
    grep -qx "$package installed" <<<"$installed" || debian_absent+=("$package")
  done
  [ ${#debian_absent[@]} -gt 0 ]
}

debian_provide() {
  local package install=(apt-get install -y --no-install-recommends "${debian_absent[@]}")
  for package in "${debian_absent[@]}"; do
    say "missing Debian package $package: $(debian_reason "$package")"
  done
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    say "installing packages needs root and apt-get. Run these as root, then start again:"
    printf '  apt-get update\n  %s\n' "${install[*]}" >&2
    exit 1
  fi

  export DEBIAN_FRONTEND=noninteractive
  say "installing with apt-get: ${debian_absent[*]}"
  logged apt-install "${install[@]}" 2>/dev/null && return
  # On a fresh machine the lists are absent, on an old one stale; on any other, fetching them would only take time.
  say "fetching apt's package lists: with those at hand it did not work"
  logged apt-update apt-get update || fail "apt-get update failed (above). Check the network and /etc/apt/sources.list*, then start again."
  logged apt-install "${install[@]}" || fail "apt-get could not install ${debian_absent[*]} (above)."
}

debian_reason() {
  local need
  for need in "${needs[@]}"; do
    awk -v need="$need" -v package="$1" '$1 == need && $2 == package { $1 = $2 = ""; sub(/^ +/, ""); print; exit }' "$setup/debian.txt"
  done | head -n 1
}
