#!/usr/bin/env bash
# Builds the daemon of the version before this one, for the test of an upgrade server by server. It is built once, out of the repository's own
# history, and stands beside the daemon of this version.
#
# usage: tests/previous-version.sh     prints the assembly's path; needs the history down to COMMIT, and the package feed the first time
set -euo pipefail

# Version N-1. A release moves it to the release before; whoever gives up working together with it moves it and says so.
COMMIT=eef594c1aab9621459b872f41bb80f4dd80f9bc3
PROJECT=Orchestrator.CrashingDaemon
ROOT=$(dirname "$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)")
# In bin/, which nothing keeps but the next run.
TARGET=$ROOT/tests/$PROJECT/bin/previous

say() { printf '%s\n' "$*" >&2; }

if [ "$(cat "$TARGET/commit" 2>/dev/null)" != "$COMMIT" ]; then
  has() { git -C "$ROOT" cat-file -e "$COMMIT^{commit}" 2>/dev/null; }
  # A shallow clone may still reach what it was made from.
  has || git -C "$ROOT" fetch --quiet --unshallow >&2 || true
  has || { say "commit $COMMIT, the previous version, is not in this clone's history; a shallow clone gets it by git fetch --unshallow"; exit 1; }
  tree=$(mktemp -d)
  trap 'rm -rf "$tree"' EXIT
  git -C "$ROOT" archive "$COMMIT" | tar -x -C "$tree"
  rm -rf "$TARGET"
  # The tests of that version have looked at its style. No server of the build stays, or whoever reads this script's output would wait for it.
  dotnet build "$tree/tests/$PROJECT" -c Release -o "$TARGET" -v quiet --nologo -clp:ErrorsOnly -nodeReuse:false -p:UseSharedCompilation=false \
    -p:RunAnalyzers=false -p:EnforceCodeStyleInBuild=false -p:GenerateDocumentationFile=false -p:NuGetAudit=false \
    -p:SourceRevisionId="$COMMIT" >&2
  # Last: a build that was cut off is no build.
  printf '%s\n' "$COMMIT" >"$TARGET/commit"
fi
printf '%s\n' "$TARGET/$PROJECT.dll"
