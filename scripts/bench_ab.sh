#!/usr/bin/env bash
# Compares two revisions measured side by side: builds both, runs them in turns, one round each, and
# compares the two runs. Two rounds go A B B A or B A A B, drawn by lot, so that neither a slow hour
# nor a drift of the machine falls on one side. Both runs name the same block plan, by which the
# comparison pairs their rounds; a revision whose jar knows no block plan is compared unpaired.
#
# usage: scripts/bench_ab.sh REV_A REV_B --module=m8-vector [--profile=NAME] [--rounds=10]
#          [--threshold=5] [--format=FORMAT[:FILE]] [--seed=N] [IDS...]
#
# REV_A is the baseline. The same revision twice measures the noise. REV may be "." for the work
# tree as it is. --seed repeats the order of an earlier comparison. Exit code: that of
# compare-baseline, or of the first run that failed, or 4 if a revision cannot be built.
set -euo pipefail

usage() {
  sed -n '2,13s/^# \{0,1\}//p' "$0"
  exit "$1"
}

root=$(cd "$(dirname "$0")/.." && pwd)
revisions=()
ids=()
module=
rounds=10
seed=$(($(date +%s) % 32768))
comparison=()
for argument in "$@"; do
  case $argument in
    --help) usage 0 ;;
    --module=*) module=${argument#*=} ;;
    --rounds=*) rounds=${argument#*=} ;;
    --seed=*) seed=${argument#*=} ;;
    --threshold=* | --format=*) comparison+=("$argument") ;;
    --profile=*) ids+=("$argument") ;;
    --*)
      echo "bench_ab.sh: unknown option $argument; allowed: --module= --profile= --rounds= --threshold= --format= --seed= --help" >&2
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
if ! [[ $seed =~ ^[0-9]{1,5}$ ]]; then
  echo "bench_ab.sh: --seed=$seed is not a number from 0 to 99999" >&2
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

# failed_build REV: ends with another code than that of a regression.
failed_build() {
  echo "bench_ab.sh: $1 cannot be built" >&2
  exit 4
}

# build SIDE REV: leaves the jar of a revision in $work/SIDE.jar.
build() {
  local tree=$root
  if [ "$2" != . ]; then
    tree=$work/tree-$1
    git -C "$root" worktree add --quiet --detach "$tree" "$2"
    trees+=("$tree")
  fi
  echo "building $1: $2" >&2
  (cd "$tree" && ./mvnw -B -q -ntp -DskipTests package -pl "bench-$module" -am) || failed_build "$2"
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
      --tag="ab-$1" ${plan[@]+"${plan[@]}"} ${ids[@]+"${ids[@]}"} >/dev/null || code=$?
  fi
  if ((code > 1)); then
    echo "bench_ab.sh: round $round of $1 failed with exit code $code" >&2
    exit "$code"
  fi
}

# knows_block_plan SIDE: whether the jar of a side can say which rounds belong together.
knows_block_plan() {
  [[ $(java -jar "$work/$1.jar" --help) == *--block-plan* ]]
}

build a "${revisions[0]}"
build b "${revisions[1]}"
[ -e "$root/baseline-tool/target/compare-baseline.jar" ] ||
  (cd "$root" && ./mvnw -B -q -ntp -DskipTests package -pl baseline-tool -am) || failed_build .

plan=()
if knows_block_plan a && knows_block_plan b; then
  plan=("--block-plan=${name}_seed-$seed")
else
  echo "bench_ab.sh: a revision knows no --block-plan; the runs are compared unpaired" >&2
fi
RANDOM=$((10#$seed))
for ((round = 1; round <= rounds; round++)); do
  if ((round % 2)); then
    if ((RANDOM % 2)); then order="a b"; else order="b a"; fi
  elif [ "$order" = "a b" ]; then
    order="b a"
  else
    order="a b"
  fi
  echo "round $round of $rounds: $order" >&2
  for side in $order; do turn "$side"; done
done
java -jar "$root/baseline-tool/target/compare-baseline.jar" "$store/${name}_ab-a" \
  "$store/${name}_ab-b" --all ${comparison[@]+"${comparison[@]}"}
