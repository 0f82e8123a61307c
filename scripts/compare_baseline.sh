#!/bin/sh
# usage: compare_baseline.sh BASELINE CURRENT [THRESHOLD=5] [--confirm] [option...]
# Compares two benchmark runs: regressions slower than THRESHOLD percent, improvements over 10 %, gate
# failures, summary. With --confirm, what looks regressed is measured again with the build at hand, and
# counts only if both runs agree. Options are those of `compare-baseline compare`; so are the exit codes.
set -eu

scripts=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)

case "${1-}" in
  -h | --help) sed -n '2,5s/^# //p' "$0"; exit 0 ;;
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

confirm=no
left=$#
while [ "$left" -gt 0 ]; do
  option=$1
  shift
  left=$((left - 1))
  if [ "$option" = --confirm ]; then confirm=yes; else set -- "$@" "$option"; fi
done
if [ "$confirm" = no ]; then
  exec "$scripts/compare-baseline" compare "$baseline" "$current" "$@"
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
suspects=$work/ids
code=0
"$scripts/compare-baseline" compare "$baseline" "$current" "$@" "--rerun-list=$suspects" \
  >"$work/first" || code=$?
if [ "$code" -ne 1 ] || [ ! -s "$suspects" ]; then
  cat "$work/first"
  exit "$code"
fi
cat "$work/first" >&2

# The words are those of the run that is measured again, or nothing.
said() {
  "$scripts/compare-baseline" show "$current" | sed -n "s/^$1 *//p"
}
profile=$(said PROFILE)
mode=$(said MODE)
code=0
"$scripts/bench_runner.sh" "--ids-from=$suspects" --tag=confirm ${profile:+"--profile=$profile"} \
  ${mode:+"--mode=$mode"} >&2 || code=$?
if [ "$code" -gt 1 ]; then
  echo "compare_baseline.sh: the second run failed with exit code $code" >&2
  exit "$code"
fi
"$scripts/compare-baseline" compare "$baseline" "$current" "$@" --confirm=@latest
