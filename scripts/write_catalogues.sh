#!/usr/bin/env bash
# Writes the catalogue of each bench module, the ids that are part of its interface, from its jar.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

./mvnw -B -q -ntp -DskipTests package
for module in bench-m1-m6 bench-m8-vector bench-cross; do
  java -jar "$module/target/benchmarks.jar" --list 2>/dev/null |
    awk 'NR > 1 { print $1, $2, $3 }' >"$module/src/test/resources/catalogue.txt"
done
