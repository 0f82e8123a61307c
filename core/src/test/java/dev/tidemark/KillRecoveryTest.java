package dev.tidemark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.transaction.Scope;
import dev.tidemark.types.Durability;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.Value;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process killed under load: what it acknowledged through a pipe is there afterwards. */
@Timeout(120)
class KillRecoveryTest {
  private static final KeySpace SPACE = new KeySpace(0x77, "test");
  private static final int KILLS = 3;
  private static final int THREADS = 4;
  private static final int ACKNOWLEDGED_BEFORE_KILL = 400;

  @TempDir private Path dir;

  private static Database open(Path dir, String mode) {
    Durability durability = mode.equals("strict") ? Durability.strict() : Durability.buffered();
    return Database.open(dir, DatabaseOptions.defaults().durability(durability));
  }

  private static Value valueOf(String key) {
    return Value.of(key.repeat(20));
  }

  /** Commits pairs of keys until it is killed, and prints each key once it is acknowledged. */
  static final class Child {
    private Child() {}

    public static void main(String[] arguments) {
      Database db = open(Path.of(arguments[0]), arguments[1]);
      for (int i = 0; i < THREADS; i++) {
        String prefix = arguments[2] + "-" + i + "-";
        new Thread(() -> commitForever(db, prefix)).start();
      }
    }

    private static void commitForever(Database db, String prefix) {
      for (int i = 0; ; i++) {
        String key = prefix + i;
        long version =
            db.transact(
                tx -> {
                  put(tx.global(), key);
                  put(tx.global(), key + "-twin");
                });
        System.out.println(key + " " + version);
      }
    }

    private static void put(Scope scope, String key) {
      scope.put(SPACE, key.getBytes(UTF_8), valueOf(key));
    }
  }

  private Process startChild(String mode, int kill) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Child.class.getName(),
            dir.toString(),
            mode,
            "k" + kill)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Lines the child printed before and while it was killed; the last may be cut short. */
  private List<String> killUnderLoad(String mode, int kill) throws Exception {
    Process child = startChild(mode, kill);
    List<String> lines = new ArrayList<>();
    try (BufferedReader out = child.inputReader()) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        lines.add(line);
        if (lines.size() == ACKNOWLEDGED_BEFORE_KILL) {
          child.toHandle().destroyForcibly(); // Process.destroyForcibly would close the pipe.
        }
      }
    }
    assertThat(child.waitFor()).as("exit code of a killed process").isNotZero();
    assertThat(lines).hasSizeGreaterThanOrEqualTo(ACKNOWLEDGED_BEFORE_KILL);
    return lines.subList(0, lines.size() - 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"strict", "buffered"})
  void reopen_afterKill_findsEveryAcknowledgedCommit(String mode) throws Exception {
    List<String> acknowledged = new ArrayList<>();
    for (int kill = 0; kill < KILLS; kill++) {
      acknowledged.addAll(killUnderLoad(mode, kill));
      try (Database db = open(dir, mode)) {
        assertThat(db.recovery().cleanShutdown()).isFalse();
        acknowledged.forEach(line -> assertPresent(db, line));
        db.checkInvariants();
      }
    }
  }

  private static void assertPresent(Database db, String line) {
    String[] parts = line.split(" ", 2);
    for (String key : List.of(parts[0], parts[0] + "-twin")) {
      var entry = db.global().getVersioned(SPACE, key.getBytes(UTF_8));
      assertThat(entry).as(key).isNotNull();
      assertThat(entry.value()).isEqualTo(valueOf(key));
      assertThat(entry.version()).isEqualTo(Long.parseLong(parts[1]));
    }
  }
}
