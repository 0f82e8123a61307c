package dev.tidemark.baseline.report;

import dev.tidemark.baseline.compare.Comparison;
import java.util.List;

/** A comparison as workflow commands of GitHub Actions, which show beside the build. */
public final class Annotations {

  private Annotations() {}

  /** A line for each finding. */
  public static List<String> lines(Comparison comparison) {
    return Finding.of(comparison).stream().map(Annotations::line).toList();
  }

  private static String line(Finding finding) {
    String command = finding.level() == Finding.Level.NOTE ? "notice" : finding.level().word();
    String title = finding.rule() + " " + finding.subject();
    return "::" + command + " title=" + property(title) + "::" + data(finding.message());
  }

  private static String data(String text) {
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
  }

  private static String property(String text) {
    return data(text).replace(":", "%3A").replace(",", "%2C");
  }
}
