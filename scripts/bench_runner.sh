#!/usr/bin/env bash
# Builds the benchmark jars if their sources are newer, pins cores, and runs the suites asked for as one run.
# Everything else is decided by the jars; see --help.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"

usage() {
  cat <<'TEXT'
usage: scripts/bench_runner.sh SUITE... [OPTION...]

suites (any number; they run one after another into one run, and the worst exit code wins)
  --m1 --m2        storage, transactions
  --m3 --m5 --m6   primitives, JSON documents, search
  --m4 --m8        performance, vector store
  --comprehensive  whole scenarios
  --cross          several primitives together
  --full           all of these
  --comparison     other engines beside this one; never part of --full, since it builds their libraries

options
  --profile=NAME   smoke, quick, standard (default) or full
  --tier=TIER      a0, a1, b, c, d, json, search or vector; alone: over all suites
  --filter=GLOB    ids, as in 'vector_search/*'; repeatable; alone: over all suites
  --ids-from=FILE  ids in a file, one a line; alone: over all suites
  --rounds=N       fresh JVMs per id, in place of the profile's
  --until-mde=P    measure each id until two such runs would show a slowdown of this size, as in 3%
  --no-rulers      leave out the rulers, by which a run shows that the machine was the same
  --time-budget=T  as many rounds as fit into this time, as in 10m
  --mode=MODE      durability: inmemory (default), batched or strict
  --all-modes      one run for each of the three modes
  --cores=LIST     pin to these cores, as in 0-3
  --tag=TEXT --notes=TEXT --decision=keep|reject|pending
                   what the index says about the run
  --baseline=NAME  compare with a saved baseline, or save the run as its first session
  --save-baseline=NAME [--force]
                   append the run to a baseline, as one more session
  --flamegraph     one more fork per id under a profiler: flamegraph-ID.html, and ...-diff.html where the
                   baseline was profiled too
  --perf           one more fork per id under hardware counters: perf_stat.txt
  --perf-record    one more fork per id under perf record: perf-ID.data
  --json           print the record instead of the summary
  --no-setup       do not warn about what makes the machine unfit for measuring
  --help           print this

exit codes: 0 done, 1 an enforced gate failed or a regression, 2 usage, 3 not comparable, 4 a benchmark failed or is missing,
75 another run is measuring, 130 interrupted
TEXT
}

allowed='--full --m1 --m2 --m3 --m4 --m5 --m6 --m8 --comprehensive --cross --comparison --profile= --tier= --filter= --ids-from= --rounds= --time-budget= --until-mde= --no-rulers --mode= --all-modes --cores= --tag= --notes= --decision= --baseline= --save-baseline= --force --flamegraph --perf --perf-record --json --no-setup --help'
suites=''
everything=false
pin=()
run_options=()
jar_options=()

for option in "$@"; do
  case "$option" in
    --m1 | --m2 | --m3 | --m4 | --m5 | --m6 | --m8 | --comprehensive | --cross | --comparison)
      suites="${suites:+$suites,}${option#--}"
      ;;
    --full) everything=true ;;
    --tier=* | --filter=*)
      jar_options+=("$option")
      everything_if_no_suite=true
      ;;
    --ids-from=*)
      jar_options+=("--ids-from=$(realpath -m -- "${option#*=}")")
      everything_if_no_suite=true
      ;;
    --profile=* | --rounds=* | --time-budget=* | --until-mde=* | --no-rulers | --tag=* | --notes=* | --decision=* | --no-setup | --flamegraph | --perf | --perf-record)
      jar_options+=("$option")
      ;;
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
if [[ $everything == true ]]; then
  case ",$suites," in
    *,comparison,*) suites=full,comparison ;;
    *) suites=full ;;
  esac
fi
if [[ -n $suites ]]; then
  run_options+=("--suites=$suites")
fi

jar="$root/bench-cross/target/benchmarks.jar"
newest="$jar"
build=(-DskipTests package)
case ",$suites," in
  *,comparison,*)
    newest="$root/bench-peers/target/benchmarks.jar"
    build=(-P peers -DskipTests package)
    ;;
esac
if [[ ! -f $jar || ! -f $newest || -n $(find "$root" -path '*/src/main/*' -newer "$newest" -print -quit) ]]; then
  if ! "$root/mvnw" -q -B -f "$root/pom.xml" "${build[@]}" >&2; then
    echo "error: the build failed, so nothing was measured" >&2
    exit 4
  fi
fi

# Java reads its arguments in the encoding of the locale, and notes may hold any character.
if [[ $(locale charmap 2>/dev/null) != UTF-8 ]]; then
  export LC_ALL=C.UTF-8
fi

exec ${pin[@]+"${pin[@]}"} java -cp "$jar" dev.tidemark.bench.support.cli.SuiteMain \
  --root="$root" ${run_options[@]+"${run_options[@]}"} -- ${jar_options[@]+"${jar_options[@]}"}
