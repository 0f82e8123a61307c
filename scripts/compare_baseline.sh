#!/bin/sh
# usage: compare_baseline.sh BASELINE CURRENT [THRESHOLD=5] [option...]
# Compares two benchmark runs: regressions slower than THRESHOLD percent, improvements over 10 %, gate
# failures, summary. Options are those of `compare-baseline compare`; so are the exit codes.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
jar="$root/baseline-tool/target/compare-baseline.jar"

case "${1-}" in
  -h | --help) sed -n '2,4s/^# //p' "$0"; exit 0 ;;
esac
if [ $# -lt 2 ]; then
  echo "compare_baseline.sh: two runs are needed: BASELINE CURRENT [THRESHOLD=5] [option...]" >&2
  exit 2
fi
baseline=$1
current=$2
shift 2

case "${1-}" in
  '' | -*) ;;
  *)
    threshold=$1
    shift
    set -- "--threshold=$threshold" "$@"
    ;;
esac

if [ ! -f "$jar" ]; then
  echo "compare_baseline.sh: building $jar" >&2
  (cd "$root" && ./mvnw -q -pl baseline-tool -am -DskipTests package) >&2 || exit 70
fi
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -jar "$jar" compare "$baseline" "$current" "$@"
