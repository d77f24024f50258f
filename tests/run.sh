#!/usr/bin/env bash
# Installs what the tests need and runs all of them, real libvirt and the kiosk's client included. The last line counts them.
# With CI=true a skipped test is a failed one.
set -euo pipefail

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
ROOT=$(dirname "$HERE")
CONFIGURATION=Release
# Longer than any project takes on a slow machine: a hung test ends the run instead of the patience.
PROJECT_SECONDS_MAX=2400
# About two minutes on one core; a busy machine may take seven times as long.
SIMULATION_SEEDS=1500
SIMULATION_SECONDS_MAX=900
# Branches of one to seven nodes, each run some seconds on one core.
BRANCH_SEEDS=15
PACKAGES=(curl etcd-server faketime feh git iproute2 iptables netcat-openbsd shellcheck virt-viewer xdotool xinput xvfb zsh)
REPORTS=$(mktemp -d)
PASSED=0
FAILED=0
SKIPPED=0

say() { printf '%s\n' "$*" >&2; }

count() {
  PASSED=$((PASSED + $1))
  FAILED=$((FAILED + $2))
  SKIPPED=$((SKIPPED + $3))
}

# one NAME COMMAND...: a check that is not a .NET test counts as one.
one() {
  local name=$1
  shift
  if "$@" >"$REPORTS/one.log" 2>&1; then
    count 1 0 0
  else
    count 0 1 0
    say "FAILED: $name"
    tail -n 20 "$REPORTS/one.log" >&2
  fi
}

# The sum of an attribute over the report's assembly elements.
attribute() { grep -o "<assembly .*" "$1" | grep -o " $2=\"[0-9]*\"" | head -n 1 | tr -dc 0-9; }

run_project() {
  local name=$1 report=$REPORTS/$1.xml program=$HERE/$1/bin/$CONFIGURATION/net10.0/$1 started=$SECONDS
  local run=(timeout -k 10 "$PROJECT_SECONDS_MAX")
  # Its tests kill libvirtd and take slot ports: in namespaces of their own nobody else notices.
  [ "$name" != Orchestrator.Integration.Tests ] || run+=("$HERE/private-libvirt.sh")
  "${run[@]}" "$program" -xml "$report" -noColor -noLogo >"$REPORTS/$name.log" 2>&1 || true
  if [ ! -s "$report" ]; then
    count 0 1 0
    say "FAILED: $name left no report"
    tail -n 40 "$REPORTS/$name.log" >&2
    return
  fi
  local passed failed errors skipped
  passed=$(attribute "$report" passed)
  failed=$(attribute "$report" failed)
  errors=$(attribute "$report" errors)
  skipped=$(attribute "$report" skipped)
  count "$passed" $((failed + errors)) "$skipped"
  printf '%-36s %5d passed %3d failed %3d skipped %5d s\n' "$name" "$passed" $((failed + errors)) "$skipped" $((SECONDS - started))
  if [ $((failed + errors + skipped)) -gt 0 ]; then
    grep -v -E '^ *(Discover|Start|Finish)' "$REPORTS/$name.log" | head -n 200
  fi
}

[ "$(id -u)" = 0 ] || { say "tests/run.sh must run as root: it installs packages and talks to qemu:///system"; exit 1; }
command -v dotnet >/dev/null || { say ".NET SDK 10 is missing; see https://dotnet.microsoft.com/download"; exit 1; }

libvirt_started=no
virsh -q -c qemu:///system version >/dev/null 2>&1 || libvirt_started=yes
finish() {
  [ $libvirt_started = no ] || "$ROOT/deploy/libvirt/stop.sh"
  rm -rf "$REPORTS"
}
trap finish EXIT

"$ROOT/deploy/packages.sh" "${PACKAGES[@]}"
"$ROOT/deploy/libvirt/start.sh"
"$ROOT/deploy/libvirt/storage.sh"
"$ROOT/deploy/golden/build.sh"
"$ROOT/deploy/golden/define.sh"
dotnet build "$ROOT/Orchestrator.sln" -c $CONFIGURATION -v quiet --nologo -clp:ErrorsOnly
# The test of an upgrade would build it too, but its namespaces do not reach the package feed.
one "the daemon of the version before" "$HERE/previous-version.sh"

for project in "$HERE"/*.Tests; do
  run_project "$(basename "$project")"
done
while IFS= read -r script; do
  one "shellcheck of ${script#"$ROOT"/}" shellcheck -x "$script"
done < <(find "$ROOT/deploy" "$HERE" -name '*.sh' -not -path '*/bin/*' | sort)
one "pbm as a native file" "$ROOT/deploy/cli/publish.sh" "$REPORTS/pbm"
# installed: the daemon as a server has it takes the sample configuration.
installed() {
  "$ROOT/deploy/systemd/publish.sh" "$REPORTS/daemon"
  "$REPORTS/daemon/Orchestrator.Daemon" --config "$ROOT/cluster-config/single-server.yaml" --check-config
}
one "the daemon as it is installed" installed
# The same seeds each time, and a bound: a run that hangs is a failed one.
simulation=$HERE/Orchestrator.Simulation/bin/$CONFIGURATION/net10.0/Orchestrator.Simulation
# simulate NAME ARGUMENT...: prints what the runs came to.
simulate() {
  local name=$1
  shift
  one "$name" timeout -k 10 "$SIMULATION_SECONDS_MAX" "$simulation" "$@"
  grep -E '^(runs|nodes|plans|remote|virtual|steps|sessions|fault|violations?|trace|seconds|VIOLATION) ' \
    "$REPORTS/one.log" || true
}
simulate "simulation of seeds 1 to $SIMULATION_SEEDS" --seed 1 --runs "$SIMULATION_SEEDS"
simulate "simulation of branches of 1 to 7 nodes, seeds 1 to $BRANCH_SEEDS" --branch --seed 1 --runs "$BRANCH_SEEDS"
one "deploy/run.sh --check" "$ROOT/deploy/run.sh" --check

if [ "${CI:-}" = true ] && [ $SKIPPED -gt 0 ]; then
  say "FAILED: in CI nothing may be skipped"
  FAILED=$((FAILED + SKIPPED))
  SKIPPED=0
fi
printf '%d passed, %d failed, %d skipped\n' $PASSED $FAILED $SKIPPED
[ $FAILED = 0 ]
