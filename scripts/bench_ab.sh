#!/usr/bin/env bash
# Compares two revisions measured side by side: builds both, runs them in turns, one round each,
# A B, B A, A B, ... so that a slow hour of the machine falls on both, and compares the two runs.
#
# usage: scripts/bench_ab.sh REV_A REV_B --module=m8-vector [--rounds=10] [--threshold=5] [IDS...]
#
# REV_A is the baseline. The same revision twice measures the noise. REV may be "." for the work
# tree as it is. Exit code: that of compare-baseline, or of the first run that failed.
set -euo pipefail

usage() {
  sed -n '2,9s/^# \{0,1\}//p' "$0"
  exit "$1"
}

root=$(cd "$(dirname "$0")/.." && pwd)
revisions=()
ids=()
module=
rounds=10
comparison=()
for argument in "$@"; do
  case $argument in
    --help) usage 0 ;;
    --module=*) module=${argument#*=} ;;
    --rounds=*) rounds=${argument#*=} ;;
    --threshold=*) comparison+=("$argument") ;;
    --*)
      echo "bench_ab.sh: unknown option $argument; allowed: --module= --rounds= --threshold= --help" >&2
      exit 2
      ;;
    *) if [ ${#revisions[@]} -lt 2 ]; then revisions+=("$argument"); else ids+=("$argument"); fi ;;
  esac
done
if [ ${#revisions[@]} -ne 2 ] || [ -z "$module" ]; then
  usage 2 >&2
fi
case $module in
  m1-m6 | m8-vector | cross) ;;
  *)
    echo "bench_ab.sh: unknown module $module; allowed: m1-m6 m8-vector cross" >&2
    exit 2
    ;;
esac
if ! [[ $rounds =~ ^[1-9][0-9]{0,2}$ ]]; then
  echo "bench_ab.sh: --rounds=$rounds is not a number from 1 to 999" >&2
  exit 2
fi

work=$(mktemp -d)
trees=()
cleanup() {
  for tree in ${trees[@]+"${trees[@]}"}; do
    git -C "$root" worktree remove --force "$tree" || true
  done
  rm -rf "$work"
}
trap cleanup EXIT

# build SIDE REV: leaves the jar of a revision in $work/SIDE.jar.
build() {
  local tree=$root
  if [ "$2" != . ]; then
    tree=$work/tree-$1
    git -C "$root" worktree add --quiet --detach "$tree" "$2"
    trees+=("$tree")
  fi
  echo "building $1: $2" >&2
  (cd "$tree" && ./mvnw -B -q -ntp -DskipTests package -pl "bench-$module" -am)
  cp "$tree/bench-$module/target/benchmarks.jar" "$work/$1.jar"
}

store=$root/target/benchmark-results
name=run_$(date -u +%Y-%m-%d_%H-%M-%S)

# turn SIDE: one more round of a side's run. A gate that fails (1) is no failure of the comparison.
turn() {
  local folder=$store/${name}_ab-$1 code=0
  if [ -e "$folder/run_metadata.json" ]; then
    java -jar "$work/$1.jar" --resume="$folder" --pause-after=1 >/dev/null || code=$?
  else
    java -jar "$work/$1.jar" --run-dir="$folder" --rounds="$rounds" --pause-after=1 \
      --tag="ab-$1" ${ids[@]+"${ids[@]}"} >/dev/null || code=$?
  fi
  if ((code > 1)); then
    echo "bench_ab.sh: round $round of $1 failed with exit code $code" >&2
    exit "$code"
  fi
}

build a "${revisions[0]}"
build b "${revisions[1]}"
[ -e "$root/baseline-tool/target/compare-baseline.jar" ] ||
  (cd "$root" && ./mvnw -B -q -ntp -DskipTests package -pl baseline-tool -am)
for ((round = 1; round <= rounds; round++)); do
  echo "round $round of $rounds" >&2
  if ((round % 2)); then order="a b"; else order="b a"; fi
  for side in $order; do turn "$side"; done
done
java -jar "$root/baseline-tool/target/compare-baseline.jar" "$store/${name}_ab-a" \
  "$store/${name}_ab-b" --all ${comparison[@]+"${comparison[@]}"}
