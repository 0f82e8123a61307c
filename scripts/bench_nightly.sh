#!/usr/bin/env bash
# Looks for regressions: measures the last green revision and HEAD in turns on this machine, module by
# module, compares and annotates them, and compares HEAD with a stored baseline where this machine has
# one. What cannot be compared is a warning, and HEAD is green only if nothing was left out.
#
# usage: scripts/bench_nightly.sh [--base=REV] [--modules=m1-m6,m8-vector,cross] [--profile=quick]
#          [--rounds=10] [--threshold=5] [--baseline=nightly] [--summary=FILE]
#
# Without --base the last green revision is what baselines/last-green names, else the parent of HEAD.
# --summary appends Markdown. Exit code: 0 no regression found, 1 a regression or an enforced gate,
# or what failed with a higher one. Under GITHUB_ACTIONS warnings and regressions are annotations too.
set -euo pipefail

usage() {
  sed -n '2,12s/^# \{0,1\}//p' "$0"
  exit "$1"
}

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
green=$root/baselines/last-green
store=$root/target/benchmark-results
base=
modules=m1-m6,m8-vector,cross
profile=quick
rounds=10
threshold=5
baseline=nightly
summary=/dev/null
for option in "$@"; do
  case $option in
    --help) usage 0 ;;
    --base=*) base=${option#*=} ;;
    --modules=*) modules=${option#*=} ;;
    --profile=*) profile=${option#*=} ;;
    --rounds=*) rounds=${option#*=} ;;
    --threshold=*) threshold=${option#*=} ;;
    --baseline=*) baseline=${option#*=} ;;
    --summary=*) summary=${option#*=} ;;
    *)
      echo "bench_nightly.sh: unknown option $option; allowed: --base= --modules= --profile= --rounds= --threshold= --baseline= --summary= --help" >&2
      exit 2
      ;;
  esac
done

warned=no
# warn TEXT: never green silence.
warn() {
  warned=yes
  echo "WARNING: $1" >&2
  echo "> WARNING: $1" >>"$summary"
  if [ -n "${GITHUB_ACTIONS:-}" ]; then echo "::warning title=Benchmarks::$1"; fi
}

head=$(git -C "$root" rev-parse HEAD)
if [ -z "$base" ] && [ -r "$green" ]; then
  base=$(<"$green")
fi
if [ -z "$base" ]; then
  base=$(git -C "$root" rev-parse HEAD~1)
  echo "no revision is known to be green; HEAD is compared with its parent" | tee -a "$summary" >&2
fi
if ! base=$(git -C "$root" rev-parse --verify --quiet "$base^{commit}"); then
  echo "bench_nightly.sh: no such revision to compare with; give another --base" >&2
  exit 2
fi
if [ "$base" = "$head" ]; then
  echo "nothing to measure: HEAD is the last green revision, $head"
  exit 0
fi

report=$(mktemp)
trap 'rm -f "$report"' EXIT
worst=0
# judge CODE WHAT: takes note of how a comparison ended; only "not comparable" is no failure.
judge() {
  case $1 in
    0) ;;
    3) warn "$2: not comparable, so nothing is known" ;;
    *)
      echo "$2: exit code $1" >&2
      if (($1 > worst)); then worst=$1; fi
      ;;
  esac
}

# stored MODULE RUN: a session of HEAD against what this machine has kept, and one more session of it.
# Sessions lie apart, so a regression is a warning here: it is the turns that decide.
stored() {
  local name=$baseline-$1 machine code=0
  machine=$("$root/scripts/compare-baseline" show "$2" | sed -n 's/^MACHINE  *//p')
  if [ -d "$root/baselines/$machine/$name" ]; then
    "$root/scripts/compare-baseline" compare "$name" "$2" "--threshold=$threshold" || code=$?
    case $code in
      0) ;;
      1) warn "$1: slower than the stored baseline $name" ;;
      *) judge "$code" "$1 against the stored baseline $name" ;;
    esac
  elif compgen -G "$root/baselines/*/$name" >/dev/null; then
    warn "$1: the stored baseline $name is of another machine than $machine and was not compared"
  fi
  if ((code == 0)); then
    "$root/scripts/compare-baseline" record "--name=$name" "$2" >&2 ||
      warn "$1: the run was not kept as a session of $name"
  fi
}

IFS=, read -ra each <<<"$modules"
mkdir -p "$store"
for module in "${each[@]}"; do
  : >"$report"
  echo "== $module: $base against $head" >&2
  code=0
  "$root/scripts/bench_ab.sh" "$base" "$head" "--module=$module" "--profile=$profile" \
    "--rounds=$rounds" "--threshold=$threshold" --format=text "--format=markdown:$report" || code=$?
  cat "$report" >>"$summary"
  judge "$code" "$module: HEAD against the last green revision"
  run=$(find "$store" -maxdepth 1 -name 'run_*_ab-b' | sort | tail -n 1)
  if [ -n "$run" ] && ((code == 0 || code == 3)); then
    stored "$module" "$run"
  fi
done

if ((worst == 0)) && [ $warned = no ]; then
  mkdir -p "$root/baselines"
  echo "$head" >"$green.tmp"
  mv "$green.tmp" "$green"
  echo "green: $head" >&2
fi
exit "$worst"
