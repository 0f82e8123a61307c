package dev.tidemark.bench.support.cli;

import dev.tidemark.bench.support.Profile;
import dev.tidemark.bench.support.catalog.Selection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Options that say which ids are meant. */
final class SelectionOptions {
  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description = "smoke, quick, standard or full; standard if nothing is selected")
  Profile profile;

  @Option(
      names = "--suite",
      paramLabel = "NAME",
      description = "only this suite, as in m1; repeatable")
  List<String> suites = new ArrayList<>();

  @Option(
      names = "--tier",
      paramLabel = "TIER",
      description = "only this tier: a0, a1, b, c, d, json, search or vector; repeatable")
  List<String> tiers = new ArrayList<>();

  @Option(
      names = "--filter",
      paramLabel = "PATTERN",
      description =
          "only matching ids: glob with * and {a,b}, re: for an expression, leading ! excludes; repeatable")
  List<String> filters = new ArrayList<>();

  @Option(
      names = "--ids-from",
      paramLabel = "FILE",
      description = "only the ids in this file, one a line")
  Path idsFrom;

  @Parameters(paramLabel = "PATTERN", description = "the same as --filter")
  List<String> positional = new ArrayList<>();

  Selection selection() throws IOException {
    List<String> patterns = new ArrayList<>(filters);
    patterns.addAll(positional);
    List<String> lower = tiers.stream().map(tier -> tier.toLowerCase(Locale.ROOT)).toList();
    lower.stream()
        .filter(tier -> !Selection.TIERS.contains(tier))
        .findFirst()
        .ifPresent(SelectionOptions::refuse);
    return new Selection(profile, suites, lower, patterns, ids());
  }

  boolean isEmpty() {
    return profile == null
        && suites.isEmpty()
        && tiers.isEmpty()
        && filters.isEmpty()
        && positional.isEmpty()
        && idsFrom == null;
  }

  private static void refuse(String tier) {
    throw new IllegalArgumentException(
        "unknown tier '" + tier + "'; allowed: " + String.join(", ", Selection.TIERS));
  }

  private List<String> ids() throws IOException {
    if (idsFrom == null) {
      return List.of();
    }
    List<String> ids = idLines();
    if (ids.isEmpty()) {
      throw new IllegalArgumentException(idsFrom + " names no id; write one id a line");
    }
    return ids;
  }

  private List<String> idLines() throws IOException {
    try {
      return Files.readAllLines(idsFrom).stream()
          .map(String::strip)
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .toList();
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException("no such file: " + idsFrom, e);
    }
  }
}
