package dev.tidemark.bench.support.build;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/**
 * The commit that the build wrote into the jar, so that a result names the code that really ran.
 */
public final class CommitStamp {
  private static final String FILE = "commit.properties";

  private CommitStamp() {}

  /** Called by the build with the source directory and the directory of the compiled classes. */
  public static void main(String[] arguments) throws IOException {
    write(Checkout.read(Path.of(arguments[0])), Path.of(arguments[1]));
  }

  static void write(Commit commit, Path classes) throws IOException {
    Path file = classes.resolve(CommitStamp.class.getPackageName().replace('.', '/')).resolve(FILE);
    Files.createDirectories(file.getParent());
    // Not Properties.store: its date would make two builds of one commit differ.
    Files.write(
        file,
        List.of("id=" + commit.id(), "branch=" + commit.branch(), "dirty=" + commit.dirty()),
        StandardCharsets.ISO_8859_1);
  }

  /** The commit this code was built from; unknown if the build found no checkout. */
  public static Commit read() {
    Properties stamped = new Properties();
    try (InputStream file = CommitStamp.class.getResourceAsStream(FILE)) {
      if (file != null) {
        stamped.load(file);
      }
    } catch (IOException unreadable) {
      return Commit.unknown();
    }
    return new Commit(
        stamped.getProperty("id", Commit.UNKNOWN),
        stamped.getProperty("branch", Commit.UNKNOWN),
        stamped.getProperty("dirty", Commit.UNKNOWN));
  }
}
