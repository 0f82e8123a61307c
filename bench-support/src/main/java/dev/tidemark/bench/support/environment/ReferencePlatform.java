package dev.tidemark.bench.support.environment;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The one machine on which absolute gates are valid, and where another machine departs from it. */
final class ReferencePlatform {
  private static final Pattern OS = Pattern.compile("(\\w+) \\((\\w+ [0-9.]+).*\\)");
  private static final Pattern CPU = Pattern.compile("(.+) \\((\\d+) logical cores\\)");
  private static final Pattern MEMORY = Pattern.compile("(\\d+)GB.*");

  /** Firmware and kernel keep back a part of what is installed. */
  private static final double USABLE_SHARE = 0.9;

  private final Map<String, String> stated;

  private ReferencePlatform(Map<String, String> stated) {
    this.stated = stated;
  }

  static ReferencePlatform load() {
    try (InputStream file =
        ReferencePlatform.class.getResourceAsStream("reference-platform.json")) {
      return new ReferencePlatform(new ObjectMapper().readValue(file, new TypeReference<>() {}));
    } catch (IOException e) {
      throw new UncheckedIOException("reference-platform.json is damaged in this jar", e);
    }
  }

  /** What differs on the described machine, in words; empty on the reference platform. */
  List<String> departures(Map<String, Object> environment) {
    List<String> reasons = new ArrayList<>();
    Matcher os = matched("os", OS);
    Matcher cpu = matched("cpu", CPU);
    require(reasons, "operating system", os.group(1), text(environment, "os", "family"));
    requirePrefix(reasons, "distribution", os.group(2), text(environment, "os", "name"));
    requirePrefix(reasons, "processor", cpu.group(1), text(environment, "cpu", "model"));
    require(reasons, "logical cores", cpu.group(2), text(environment, "cpu", "threads"));
    requireMemory(reasons, environment);
    require(
        reasons, "performance governor", "true", text(environment, "governor", "is_performance"));
    return reasons;
  }

  private Matcher matched(String part, Pattern pattern) {
    Matcher matcher = pattern.matcher(stated.get(part));
    if (!matcher.matches()) {
      throw new IllegalStateException("reference-platform.json: cannot read '" + part + "'");
    }
    return matcher;
  }

  private void requireMemory(List<String> reasons, Map<String, Object> environment) {
    String installed = matched("memory", MEMORY).group(1);
    String found = text(environment, "memory", "total_gb");
    boolean known = !found.equals(Unknown.UNKNOWN);
    if (!known || Double.parseDouble(found) < Double.parseDouble(installed) * USABLE_SHARE) {
      reasons.add(departure("memory in GB", installed, found));
    }
  }

  private static void require(List<String> reasons, String what, String wanted, String found) {
    if (!found.equals(wanted)) {
      reasons.add(departure(what, wanted, found));
    }
  }

  private static void requirePrefix(
      List<String> reasons, String what, String wanted, String found) {
    if (!found.startsWith(wanted)) {
      reasons.add(departure(what, wanted, found));
    }
  }

  private static String departure(String what, String wanted, String found) {
    return what + ": reference has " + wanted + ", here " + found;
  }

  private static String text(Map<String, Object> environment, String section, String name) {
    return String.valueOf(((Map<?, ?>) environment.get(section)).get(name));
  }
}
