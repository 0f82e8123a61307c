package dev.tidemark.index;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidemark.types.Value;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * An index that keeps itself beside checkpoints: the states of keys as text, each from a version
 * on. One that was restored takes nothing from the entries of its checkpoint, so that it answers by
 * what it had kept.
 */
public final class KeptIndex implements DerivedIndex {
  static final String NAME = "kept";
  static final int FORMAT = 3;

  private final Map<String, NavigableMap<Long, String>> states;
  private final long coveredThrough;
  private boolean isWhole = true;

  KeptIndex() {
    this(new TreeMap<>(), 0);
  }

  private KeptIndex(Map<String, NavigableMap<Long, String>> states, long coveredThrough) {
    this.states = states;
    this.coveredThrough = coveredThrough;
  }

  static KeptIndex read(SavedSection saved) throws IOException {
    Map<String, NavigableMap<Long, String>> states = new TreeMap<>();
    DataInputStream in = new DataInputStream(saved.content());
    for (int left = in.readInt(); left > 0; left--) {
      states.computeIfAbsent(in.readUTF(), key -> new TreeMap<>()).put(in.readLong(), readText(in));
    }
    return new KeptIndex(states, saved.version());
  }

  private static String readText(DataInputStream in) throws IOException {
    return in.readBoolean() ? new String(in.readNBytes(in.readInt()), UTF_8) : null;
  }

  /** Whether it was made of what another had kept. */
  public boolean wasRestored() {
    return coveredThrough > 0;
  }

  /** What it knows of a version, which is not below the horizon. */
  public Map<String, String> at(long version) {
    Map<String, String> all = new TreeMap<>();
    states.forEach(
        (key, chain) -> {
          var state = chain.floorEntry(version);
          if (state != null && state.getValue() != null) {
            all.put(key, state.getValue());
          }
        });
    return all;
  }

  @Override
  public void installed(byte[] key, Value value, long version) {
    if (KeptIndexProvider.behaviour() == Behaviour.FAIL_WHEN_TOLD && wasRestored()) {
      throw new IllegalStateException("told to fail");
    }
    String name = new String(key, UTF_8);
    String text = value == null ? null : ((Value.StringValue) value).value();
    if (version > coveredThrough) {
      states.computeIfAbsent(name, any -> new TreeMap<>()).put(version, text);
    } else {
      NavigableMap<Long, String> chain = states.get(name);
      isWhole &= text == null || (chain != null && text.equals(chain.get(version)));
    }
  }

  @Override
  public void forgetBefore(long horizon) {
    for (NavigableMap<Long, String> chain : states.values()) {
      Long oldest = chain.floorKey(horizon);
      if (oldest != null) {
        chain.headMap(oldest).clear();
      }
    }
  }

  @Override
  public boolean restored() {
    return isWhole && KeptIndexProvider.behaviour() != Behaviour.SAY_IT_DOES_NOT_FIT;
  }

  @Override
  public IndexSection section(long version) {
    if (KeptIndexProvider.behaviour() == Behaviour.FAIL_TO_KEEP) {
      throw new IllegalStateException("told to fail");
    }
    Map<String, NavigableMap<Long, String>> kept = new TreeMap<>();
    states.forEach((key, chain) -> kept.put(key, new TreeMap<>(chain.headMap(version, true))));
    return new Section(kept);
  }

  private record Section(Map<String, NavigableMap<Long, String>> states) implements IndexSection {
    @Override
    public String name() {
      return NAME;
    }

    @Override
    public int format() {
      return FORMAT;
    }

    @Override
    public void writeTo(OutputStream stream) throws IOException {
      KeptIndexProvider.whenWriting().run();
      DataOutputStream out = new DataOutputStream(stream);
      out.writeInt(states.values().stream().mapToInt(Map::size).sum());
      for (var chain : states.entrySet()) {
        for (var state : chain.getValue().entrySet()) {
          out.writeUTF(chain.getKey());
          out.writeLong(state.getKey());
          write(state.getValue(), out);
        }
      }
    }

    private static void write(String text, DataOutputStream out) throws IOException {
      out.writeBoolean(text != null);
      if (text != null) {
        out.writeInt(text.getBytes(UTF_8).length);
        out.write(text.getBytes(UTF_8));
      }
      if (KeptIndexProvider.behaviour() == Behaviour.FAIL_HALF_WAY) {
        throw new IOException("told to fail");
      }
    }
  }

  /** What goes wrong. */
  public enum Behaviour {
    NOTHING_WRONG,
    REFUSE,
    FAIL_TO_READ,
    READ_NOTHING,
    HIDE_DAMAGE,
    SAY_IT_DOES_NOT_FIT,
    FAIL_WHEN_TOLD,
    FAIL_TO_KEEP,
    FAIL_HALF_WAY
  }
}
