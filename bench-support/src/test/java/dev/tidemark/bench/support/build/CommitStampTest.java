package dev.tidemark.bench.support.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommitStampTest {
  @TempDir private Path directory;

  @Test
  void read_outsideACheckout_isUnknown() {
    Commit commit = Checkout.read(directory);

    assertThat(commit).isEqualTo(new Commit("unknown", "unknown", "unknown"));
    assertThat(commit.isKnown()).isFalse();
    assertThat(commit.isDirty()).isFalse();
    assertThat(commit.shortId()).isEqualTo("unknown");
  }

  @Test
  void read_checkout_givesCommitBranchAndChanges() throws Exception {
    git("init", "-q", "-b", "trunk");
    Path file = Files.writeString(directory.resolve("a"), "1");
    git("add", "a");
    git("commit", "-q", "-m", "first");

    Commit clean = Checkout.read(directory);
    assertThat(clean.id()).matches("[0-9a-f]{40}");
    assertThat(clean.branch()).isEqualTo("trunk");
    assertThat(clean.isDirty()).isFalse();

    Files.writeString(file, "2");
    assertThat(Checkout.read(directory)).isEqualTo(new Commit(clean.id(), "trunk", "true"));
  }

  @Test
  void write_commit_isTheSameBytesEachTime() throws IOException {
    Commit commit = new Commit("abc", "main", "false");
    CommitStamp.write(commit, directory.resolve("one"));
    CommitStamp.write(commit, directory.resolve("two"));

    String path = "dev/tidemark/bench/support/build/commit.properties";
    assertThat(directory.resolve("one").resolve(path))
        .hasSameBinaryContentAs(directory.resolve("two").resolve(path))
        .content()
        .isEqualTo("id=abc%nbranch=main%ndirty=false%n".formatted());
  }

  @Test
  void read_thisBuild_hasAStamp() {
    assertThat(CommitStamp.class.getResource("commit.properties")).isNotNull();
    assertThat(CommitStamp.read().id()).matches("[0-9a-f]{40}|unknown");
  }

  private void git(String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "git", "-C", directory.toString(), "-c", "user.name=t", "-c", "user.email=t@t"));
    command.addAll(List.of(arguments));
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }
}
