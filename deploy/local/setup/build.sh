# The Release build, restored in locked mode: of the command alone where that is all that runs, of the whole solution for
# tests and benchmarks. Sourced by ./smartkart, which sets root, program and needs.

# Name, size and time of every file a build may read. Comparing it with what it was at the last build sees an edit, a
# new file, a deleted one and a branch switched to older files alike, in a few milliseconds; "newer than" would not.
build_sources() {
  cd "$root"
  local room rooms=()
  for room in schemas streams featurestore jobs serving pipelines deploy $1; do
    [ ! -d "$room" ] || rooms+=("$room")
  done
  find . -maxdepth 1 -type f \( -name '*.sln' -o -name '*.props' -o -name '*.targets' -o -name '*.json' -o -name '*.txt' -o -name .editorconfig \) -printf '%p %s %T@\n'
  find "${rooms[@]}" \( -name bin -o -name obj -o -name node_modules -o -name TestResults \) -prune -o -type f ! -name '*.md' ! -name '*.sh' -printf '%p %s %T@\n'
}
build_fingerprint() { (build_sources "$1") | LC_ALL=C sort | sha256sum; }

# What is built, and what it is built from besides the products: a test that does not compile must not stop the command.
build_scope() {
  case " ${needs[*]} " in
    *' test '* | *' bench '*) build_what=$root/SmartKart.sln build_tests=tests build_stamp=$root/artifacts/setup/solution-built-from build_options=() ;;
    # Who runs SmartKart has no use for remarks on its source, which take as long as compiling it.
    *) build_what=$root/deploy/local/SmartKart.Local/SmartKart.Local.csproj build_tests= build_stamp=$root/artifacts/setup/command-built-from build_options=(-p:RunAnalyzers=false) ;;
  esac
}

build_missing() {
  build_scope
  [ ! -e "$program" ] || [ "$(build_fingerprint "$build_tests")" != "$(cat "$build_stamp" 2>/dev/null)" ]
}

# A compiler that lives for minutes has no use for profiles of itself (measured: a tenth less time), and one for all projects
# starts once (a third less). It would outlive the build by ten minutes, with most of a gigabyte.
build_run() {
  local status=0
  DOTNET_TieredPGO=0 dotnet build "$build_what" "${build_options[@]}" -p:UseSharedCompilation=true \
    --no-restore --configuration Release --verbosity quiet -nologo -nodeReuse:false || status=$?
  dotnet build-server shutdown --vbcscompiler >/dev/null || say "the compiler server could not be ended; it ends by itself in ten minutes"
  return "$status"
}

build_provide() {
  build_scope
  local what=the\ command fingerprint command_fingerprint
  [ -z "$build_tests" ] || what='the solution, tests and benchmarks included'
  if [ -e "$build_stamp" ]; then
    say "building $what: sources changed since the last build"
  else
    say "building $what: this checkout is not built yet"
  fi
  logged sdk dotnet --version ||
    fail "the .NET SDK that global.json asks for is not installed (above). Install the .NET 10 SDK from https://dotnet.microsoft.com/download/dotnet/10.0."
  # Taken before the build, so that an edit made while it runs is seen the next time.
  fingerprint=$(build_fingerprint "$build_tests") command_fingerprint=$(build_fingerprint '')
  logged restore dotnet restore "$build_what" --locked-mode --verbosity quiet -nodeReuse:false ||
    fail "dotnet restore failed (above). If a project's packages or references were changed, run 'dotnet restore' once and commit the packages.lock.json files it changes."
  logged build build_run ||
    fail "the build failed: the errors are above."
  mkdir -p "$(dirname "$build_stamp")"
  printf '%s\n' "$fingerprint" >"$build_stamp"
  printf '%s\n' "$command_fingerprint" >"$root/artifacts/setup/command-built-from"      # the solution holds the command too
}
