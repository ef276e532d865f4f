# The Release build of the solution, restored in locked mode. Sourced by ./smartkart, which sets root and program.

build_stamp=$root/artifacts/setup/built-from

# Name, size and time of every file a build may read. Comparing it with what it was at the last build sees an edit, a
# new file, a deleted one and a branch switched to older files alike, in a few milliseconds; "newer than" would not.
build_sources() {
  cd "$root"
  local rooms=()
  for room in schemas streams featurestore jobs serving pipelines deploy tests; do
    [ ! -d "$room" ] || rooms+=("$room")
  done
  find . -maxdepth 1 -type f \( -name '*.sln' -o -name '*.props' -o -name '*.targets' -o -name '*.json' -o -name '*.txt' -o -name .editorconfig \) -printf '%p %s %T@\n'
  find "${rooms[@]}" \( -name bin -o -name obj -o -name node_modules -o -name TestResults \) -prune -o -type f ! -name '*.md' ! -name '*.sh' -printf '%p %s %T@\n'
}
build_fingerprint() { (build_sources) | LC_ALL=C sort | sha256sum; }

build_missing() {
  [ ! -e "$program" ] || [ "$(build_fingerprint)" != "$(cat "$build_stamp" 2>/dev/null)" ]
}

build_provide() {
  local solution=$root/SmartKart.sln fingerprint
  if [ -e "$program" ]; then
    say "building: sources changed since the last build"
  else
    say "building: this checkout is not built yet"
  fi
  logged sdk dotnet --version ||
    fail "the .NET SDK that global.json asks for is not installed (above). Install the .NET 10 SDK from https://dotnet.microsoft.com/download/dotnet/10.0."
  # Taken before the build, so that an edit made while it runs is seen the next time.
  fingerprint=$(build_fingerprint)
  logged restore dotnet restore "$solution" --locked-mode --verbosity quiet -nodeReuse:false ||
    fail "dotnet restore failed (above). If a project's packages or references were changed, run 'dotnet restore' once and commit the packages.lock.json files it changes."
  logged build dotnet build "$solution" --no-restore --configuration Release --verbosity quiet -nologo -nodeReuse:false ||
    fail "the build failed: the errors are above."
  mkdir -p "$(dirname "$build_stamp")"
  printf '%s\n' "$fingerprint" >"$build_stamp"
}
