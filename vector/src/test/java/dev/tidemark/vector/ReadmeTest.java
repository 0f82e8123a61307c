package dev.tidemark.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.Database;
import dev.tidemark.DatabaseOptions;
import dev.tidemark.kv.KVStore;
import dev.tidemark.transaction.Committed;
import dev.tidemark.transaction.Runs;
import dev.tidemark.transaction.Scope;
import dev.tidemark.types.Durability;
import dev.tidemark.types.RunId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's example is the one below, and prints what the README says. */
class ReadmeTest {
  private static final Path README = Path.of("../README.md");
  private static final Path SOURCE = Path.of("src/test/java/dev/tidemark/vector/ReadmeTest.java");

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

  @TempDir private Path directory;

  private void example() {
    // README
    VectorStore vectors = new VectorStore(); // facades are stateless: they hold no database
    KVStore kv = new KVStore();

    try (Database db =
        Database.open(directory, DatabaseOptions.defaults().durability(Durability.strict()))) {
      RunId run = new Runs().create(db.global(), "nightly");
      Scope now = db.in(run); // each call a commit of its own
      kv.put(now, "step", "started");
      vectors.createCollection(now, "notes", new CollectionConfig(3, DistanceMetric.COSINE));

      Committed<List<VectorMatch>> found =
          db.transactResult(
              tx -> { // all or nothing, run again after a conflict
                Scope s = tx.in(run);
                kv.put(s, "step", "searching");
                vectors.insert(s, "notes", "n1", new float[] {0.1f, 0.9f, 0.2f});
                return vectors.search(s, "notes", new float[] {0, 1, 0}, 10);
              });

      out.println(kv.getString(now, "step").orElse("none"));
      out.println(found.value().get(0).key());
      out.println(kv.compareAndSet(now, "step", found.version(), "done").applied());
    }
    // end
  }

  @Test
  void example_run_printsWhatTheReadmeSays() throws IOException {
    example();

    assertThat(block("```\n", 1)).isEqualTo(printed.toString(StandardCharsets.UTF_8));
  }

  @Test
  void example_source_isTheReadmesBlock() throws IOException {
    String source = Files.readString(SOURCE);
    int from = source.indexOf("    // README\n") + "    // README\n".length();
    String body = source.substring(from, source.indexOf("    // end\n"));

    assertThat(block("```java\n", 1))
        .isEqualTo(body.replaceAll("(?m)^    ", "").replace("out.println", "System.out.println"));
  }

  /** The text of the n-th fenced block that opens with the given line behind the java block. */
  private static String block(String fence, int n) throws IOException {
    String readme = Files.readString(README);
    int from = fence.contains("java") ? 0 : readme.indexOf("It prints");
    for (int i = 0; i < n; i++) {
      from = readme.indexOf(fence, from) + fence.length();
    }
    return readme.substring(from, readme.indexOf("```", from));
  }
}
