package dev.tidemark.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.Database;
import dev.tidemark.DatabaseOptions;
import dev.tidemark.transaction.Runs;
import dev.tidemark.transaction.Scope;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.SharedArrays;
import dev.tidemark.types.Value;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is in databases already, written out: a change here is a change of format. */
class EventFormatCompatibilityTest {
  private static final String FIRST =
      "01" // format
          + "0000000000000000" // sequence
          + "0006474846204000" // 2026-01-01T00:00:00Z in microseconds
          + "00000004" // length of the type
          + "00000028" // length of the payload
          + "00".repeat(32) // hash of the event before
          + "74c3a974" // type
          + "0805" // map of five
          + "01610703000209010000803f" // "a": list of null, true, vector
          + "0162060107" // "b": one byte
          + "016e0305" // "n": -3
          + "01740502c3a9" // "t": text
          + "017a040000000000000080" // "z": -0.0
          + "68ce1eaf11a374290956e5ef9fa5b894f810166336345afd57c66e53905821d9"; // hash

  private final Database db =
      Database.inMemory(
          DatabaseOptions.defaults().clock(() -> Instant.parse("2026-01-01T00:00:00Z")));
  private final Scope now = db.in(new Runs().create(db.global(), "run"));
  private final EventLog log = new EventLog();

  private static final Value PAYLOAD =
      Value.map(
          "z",
          -0.0,
          "a",
          Value.list(Value.nil(), Value.of(true), Value.vector(1)),
          "n",
          -3,
          "b",
          new byte[] {7},
          "t",
          "\u00e9");

  @BeforeEach
  void fill() {
    log.append(now, "t\u00e9t", PAYLOAD);
    log.append(now, "b", Value.nil());
  }

  @AfterEach
  void close() {
    db.close();
  }

  private byte[] stored(KeySpace space, byte[] key) {
    return SharedArrays.of((Value.BytesValue) now.get(space, key));
  }

  @Test
  void spaces_keepTheirNumbers() {
    assertThat(EventLog.SPACE.id()).isEqualTo(0x11);
    assertThat(LogHead.SPACE.id()).isEqualTo(0x12);
  }

  @Test
  void event_first_isTheseBytes() {
    assertThat(HexFormat.of().formatHex(stored(EventLog.SPACE, new byte[8]))).isEqualTo(FIRST);
  }

  /** Written from the description in docs/FORMATS.md alone. */
  @Test
  void event_second_isAsDescribed() throws IOException, NoSuchAlgorithmException {
    byte[] first = stored(EventLog.SPACE, new byte[8]);
    byte[] second = stored(EventLog.SPACE, new byte[] {0, 0, 0, 0, 0, 0, 0, 1});
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeByte(1);
    out.writeLong(1);
    out.writeLong(Instant.parse("2026-01-01T00:00:00Z").toEpochMilli() * 1_000);
    out.writeInt(1);
    out.writeInt(1);
    out.write(first, first.length - 32, 32);
    out.write("b".getBytes(StandardCharsets.UTF_8));
    out.writeByte(0);
    out.write(MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray()));

    assertThat(second).isEqualTo(bytes.toByteArray());
  }

  @Test
  void head_isAsDescribed() throws IOException {
    byte[] second = stored(EventLog.SPACE, new byte[] {0, 0, 0, 0, 0, 0, 0, 1});
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeByte(1);
    out.writeLong(2);
    out.write(second, second.length - 32, 32);
    CRC32C sum = new CRC32C();
    sum.update(bytes.toByteArray());
    out.writeInt((int) sum.getValue());

    assertThat(stored(LogHead.SPACE, new byte[] {'h'})).isEqualTo(bytes.toByteArray());
  }

  @Test
  void hash_isOfAllBytesBefore() throws NoSuchAlgorithmException {
    byte[] first = stored(EventLog.SPACE, new byte[8]);
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest(Arrays.copyOf(first, first.length - 32));

    assertThat(log.read(now, 0).orElseThrow().hash())
        .isEqualTo(HexFormat.of().formatHex(hash))
        .isEqualTo(log.read(now, 1).orElseThrow().previousHash());
  }

  @Test
  void event_ofTheseBytes_isReadBack() {
    Scope other = db.in(new Runs().create(db.global(), "other"));
    other.put(EventLog.SPACE, new byte[8], Value.bytes(HexFormat.of().parseHex(FIRST)));

    Event read = log.read(other, 0).orElseThrow();
    assertThat(read.type()).isEqualTo("t\u00e9t");
    assertThat(read.payload()).isEqualTo(PAYLOAD);
  }
}
