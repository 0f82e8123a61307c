package dev.tidemark.bench.m5;

import dev.tidemark.Database;
import dev.tidemark.bench.support.BenchDatabase;
import dev.tidemark.bench.support.ForkReport;
import dev.tidemark.json.JsonStore;
import dev.tidemark.transaction.Scope;
import dev.tidemark.types.Value;
import dev.tidemark.types.Value.MapValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.openjdk.jmh.infra.IterationParams;

/** A run of a fresh database with documents that are all alike. */
final class Documents implements AutoCloseable {
  /** Every member a document of about 1 KiB has, by path. */
  static final String[] PATHS = paths();

  private static final int SECTIONS = 8;
  private static final int FIELDS = 5;
  private static final int LOAD_BATCH = 1_000;

  private final JsonStore json = new JsonStore();
  private final BenchDatabase database;
  private final Scope scope;
  private final String[] ids;
  private final byte[][] keys;
  private final long versionBefore;

  private Documents(BenchDatabase database, int count, Value document) {
    this.database = database;
    this.scope = database.database().in(database.newRun());
    this.ids = ids(count);
    this.keys = new byte[count][];
    Arrays.setAll(keys, i -> ids[i].getBytes(StandardCharsets.UTF_8));
    for (int from = 0; from < count; from += LOAD_BATCH) {
      Map<String, Value> batch = new LinkedHashMap<>();
      for (int i = from; i < Math.min(count, from + LOAD_BATCH); i++) {
        batch.put(ids[i], document);
      }
      json.createAll(scope, batch);
    }
    database.startCounting();
    this.versionBefore = database.database().stats().version();
  }

  /** Opens a database in the mode the run asks for, with so many documents. */
  static Documents open(int count, Value document) throws IOException {
    return new Documents(BenchDatabase.open(), count, document);
  }

  static String[] ids(int count) {
    String[] ids = new String[count];
    Arrays.setAll(ids, i -> "document_%08d".formatted(i));
    return ids;
  }

  /** A hash map of documents of about 1 KiB. */
  static ConcurrentHashMap<String, Value> asMap(String[] ids) {
    ConcurrentHashMap<String, Value> map = new ConcurrentHashMap<>();
    for (String id : ids) {
      map.put(id, kilobyte());
    }
    return map;
  }

  private static String[] paths() {
    String[] paths = new String[SECTIONS * FIELDS];
    Arrays.setAll(paths, i -> "section%d.field%d".formatted(i / FIELDS, i % FIELDS));
    return paths;
  }

  /** A document of about 1 KiB. */
  static MapValue kilobyte() {
    MapValue document = Value.emptyMap();
    for (int s = 0; s < SECTIONS; s++) {
      MapValue section = Value.emptyMap();
      for (int f = 0; f < FIELDS; f++) {
        section = section.with("field" + f, Value.of("value %d of section %d".formatted(f, s)));
      }
      document = document.with("section" + s, section);
    }
    return document;
  }

  /** Objects in objects, so many levels, around a member "leaf". */
  static MapValue nested(int depth) {
    MapValue document = Value.map("leaf", "at the bottom", "other", 1);
    for (int i = 1; i < depth; i++) {
      document = Value.map("child", document, "level", i);
    }
    return document;
  }

  /** The path of the leaf of {@link #nested}. */
  static String leafPath(int depth) {
    return "child.".repeat(depth - 1) + "leaf";
  }

  /** An object with so many members. */
  static MapValue wide(int keys) {
    Map<String, Value> members = new LinkedHashMap<>();
    for (int i = 0; i < keys; i++) {
      members.put("key%04d".formatted(i), Value.of(i));
    }
    return Value.map(members);
  }

  JsonStore json() {
    return json;
  }

  Scope scope() {
    return scope;
  }

  Database database() {
    return database.database();
  }

  String id(int index) {
    return ids[index];
  }

  /** The bytes of an id, shared. */
  byte[] key(int index) {
    return keys[index];
  }

  int count() {
    return ids.length;
  }

  /** Commits since the documents were loaded. */
  long commits() {
    return database.database().stats().version() - versionBefore;
  }

  /**
   * Checks that there were so many commits, and reports the log's work.
   *
   * @param wrong documents that are not what they should be
   */
  void finish(IterationParams iteration, long commits, long wrong) throws IOException {
    database.reportLog(iteration);
    finish(commits, wrong);
  }

  /** As {@link #finish(IterationParams, long, long)}, of state that stays for the whole trial. */
  void finish(long commits, long wrong) throws IOException {
    ForkReport.current()
        .checkEquals("commits", commits, commits())
        .checkEquals("documents other than expected", 0L, wrong);
    close();
  }

  /** How many attempts lost to another commit so far. */
  long conflicts() {
    return database.database().stats().transactions().conflicts();
  }

  /** How many documents do not have a value at a path. */
  long without(String path, Value value) {
    return Arrays.stream(ids).filter(id -> !value.equals(at(id, path))).count();
  }

  Value at(String id, String path) {
    return json.get(scope, id, path).map(found -> found.value()).orElse(null);
  }

  @Override
  public void close() throws IOException {
    database.close();
  }
}
