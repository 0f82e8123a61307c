package dev.tidemark.runs;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.stream.Collectors;

/** Names the machine and JVM of a run: the same for all that may be compared. */
public final class MachineFingerprint {

  private static final int LONGEST_SLUG = 40;
  private static final int DIGITS = 8;

  private MachineFingerprint() {}

  /** A file name such as {@code ruler-9000-3f0c9a1b}: the CPU, then a hash of all that counts. */
  public static String of(RunRecord record) {
    String all =
        EnvironmentField.HARD.stream()
            .map(field -> field.name() + "=" + field.in(record).map(field.bucket()).orElse(""))
            .collect(Collectors.joining("\n"));
    return slug(record) + "-" + hash(all).substring(0, DIGITS);
  }

  private static String slug(RunRecord record) {
    EnvironmentField model = EnvironmentField.HARD.get(0);
    String words =
        model
            .in(record)
            .map(model.bucket())
            .orElse("machine")
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "-")
            .replaceAll("^-|-$", "");
    return words.isEmpty() ? "machine" : words.substring(0, Math.min(LONGEST_SLUG, words.length()));
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
