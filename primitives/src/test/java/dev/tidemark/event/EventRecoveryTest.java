package dev.tidemark.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.Database;
import dev.tidemark.DatabaseOptions;
import dev.tidemark.transaction.Runs;
import dev.tidemark.transaction.Scope;
import dev.tidemark.types.Durability;
import dev.tidemark.types.RunId;
import dev.tidemark.types.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log's file ends at every byte where a power cut may have left it. */
class EventRecoveryTest {
  private static final int BATCH = 3;
  private static final DatabaseOptions OPTIONS =
      DatabaseOptions.defaults()
          .durability(
              new Durability.Buffered(Duration.ofHours(1), Integer.MAX_VALUE, Long.MAX_VALUE));

  @TempDir private Path directory;
  private final EventLog log = new EventLog();

  @Test
  void reopen_logCutOffAtAnyByte_isAWholeChainOfWholeCommitsThatGoesOn(@TempDir Path copies)
      throws IOException {
    RunId run;
    byte[] whole;
    List<Event> appended = new ArrayList<>();
    try (Database db = Database.open(directory, OPTIONS)) {
      run = new Runs().create(db.global(), "run");
      append(db.in(run), appended, "single");
      int begin = end(Files.readAllBytes(segment(directory)));
      for (int i = 0; i < 3; i++) {
        append(db.in(run), appended, "single");
        NewEvent event = new NewEvent("batch", Value.map("step", i));
        appended.addAll(log.appendAll(db.in(run), List.of(event, event, event)));
      }
      whole = Files.readAllBytes(segment(directory));
      TreeSet<Integer> lengths = new TreeSet<>();
      for (int end = begin; end <= end(whole); end++) {
        Path copy = copyWithLogUpTo(copies.resolve("at" + end), whole, end);
        lengths.add(assertRecovers(copy, run, appended));
      }
      assertThat(lengths).containsExactly(1, 2, 5, 6, 9, 10, 13);
    }
  }

  private void append(Scope scope, List<Event> appended, String type) {
    appended.add(log.append(scope, type, Value.map("text", "x".repeat(20))));
  }

  /** Returns how many events were left. */
  private int assertRecovers(Path copy, RunId run, List<Event> appended) {
    try (Database db = Database.open(copy, OPTIONS)) {
      Scope scope = db.in(run);
      List<Event> found = log.range(scope, 0, Long.MAX_VALUE);
      assertThat(found).isEqualTo(appended.subList(0, found.size()));
      assertThat(log.byType(scope, "batch").size() % BATCH).isZero();
      assertThat(log.types(scope).stream().mapToLong(EventCount::count).sum())
          .isEqualTo(found.size());
      assertThat(log.append(scope, "later", Value.of(1)).sequence()).isEqualTo(found.size());
      assertThat(log.verifyChain(scope).reason()).isEmpty();
      return found.size();
    }
  }

  private Path copyWithLogUpTo(Path target, byte[] whole, int end) throws IOException {
    Files.createDirectory(target);
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.copy(file, target.resolve(file.getFileName()));
      }
    }
    byte[] cut = whole.clone();
    Arrays.fill(cut, end, cut.length, (byte) 0);
    Files.write(target.resolve(segment(directory).getFileName()), cut);
    return target;
  }

  /** The one segment that the log still has. */
  private static Path segment(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(".tmlog"))
          .sorted()
          .findFirst()
          .orElseThrow();
    }
  }

  /** Where the zeros begin. */
  private static int end(byte[] segment) {
    int end = segment.length;
    while (segment[end - 1] == 0) {
      end--;
    }
    return end;
  }
}
