#!/usr/bin/env bash
# Builds the benchmark jars if their sources are newer, pins cores, and runs the suites asked for as one run.
# Everything else is decided by the jars; see --help.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"

usage() {
  cat <<'TEXT'
usage: scripts/bench_runner.sh SUITE... [OPTION...]

suites (several run one after another into one run; the worst exit code wins)
  --m1 --m2 --m4   storage, transactions, performance
  --m8             vector store
  --cross          several primitives together
  --full           all of them

options
  --profile=NAME   smoke, quick, standard (default) or full
  --tier=TIER      a0, a1, b, c, d or vector; alone: over all suites
  --filter=GLOB    ids, as in 'vector_search/*'; repeatable; alone: over all suites
  --ids-from=FILE  ids in a file, one a line; alone: over all suites
  --mode=MODE      durability: inmemory (default), batched or strict
  --all-modes      one run for each of the three modes
  --cores=LIST     pin to these cores, as in 0-3
  --tag=TEXT --notes=TEXT --decision=keep|reject|pending
                   what the index says about the run
  --baseline=NAME  compare with a saved baseline, or save the run as its first session
  --save-baseline=NAME [--force]
                   append the run to a baseline, as one more session
  --json           print the record instead of the summary
  --no-setup       do not check whether the machine is fit for measuring
  --help           print this

exit codes: 0 done, 1 an enforced gate failed or a regression, 2 usage, 3 not comparable, 4 a benchmark failed or is missing,
75 another run is measuring, 130 interrupted
TEXT
}

allowed='--full --m1 --m2 --m4 --m8 --cross --profile= --tier= --filter= --ids-from= --mode= --all-modes --cores= --tag= --notes= --decision= --baseline= --save-baseline= --force --json --no-setup --help'
suites=''
everything=false
pin=()
run_options=()
jar_options=()

for option in "$@"; do
  case "$option" in
    --m1 | --m2 | --m4 | --m8 | --cross) suites="${suites:+$suites,}${option#--}" ;;
    --full) everything=true ;;
    --tier=* | --filter=*)
      jar_options+=("$option")
      everything_if_no_suite=true
      ;;
    --ids-from=*)
      jar_options+=("--ids-from=$(realpath -m -- "${option#*=}")")
      everything_if_no_suite=true
      ;;
    --profile=* | --tag=* | --notes=* | --decision=* | --no-setup) jar_options+=("$option") ;;
    --mode=* | --all-modes | --baseline=* | --save-baseline=* | --force | --json) run_options+=("$option") ;;
    --cores=*)
      if ! taskset -c "${option#*=}" true 2>/dev/null; then
        echo "error: $option names no cores of this machine; give a list such as 0-1" >&2
        exit 2
      fi
      pin=(taskset -c "${option#*=}")
      ;;
    --help)
      usage
      exit 0
      ;;
    *)
      echo "error: unknown option '$option'; allowed: $allowed" >&2
      exit 2
      ;;
  esac
done

if [[ -z $suites && $everything == false && -z ${everything_if_no_suite:-} ]]; then
  echo "error: name a suite, as in --m8, or --full" >&2
  usage >&2
  exit 2
fi
if [[ -n $suites && $everything == false ]]; then
  run_options+=("--suites=$suites")
fi

jar="$root/bench-cross/target/benchmarks.jar"
if [[ ! -f $jar || -n $(find "$root" -path '*/src/main/*' -newer "$jar" -print -quit) ]]; then
  "$root/mvnw" -q -B -f "$root/pom.xml" -DskipTests package >&2
fi

exec ${pin[@]+"${pin[@]}"} java -cp "$jar" dev.tidemark.bench.support.cli.SuiteMain \
  --root="$root" ${run_options[@]+"${run_options[@]}"} -- ${jar_options[@]+"${jar_options[@]}"}
