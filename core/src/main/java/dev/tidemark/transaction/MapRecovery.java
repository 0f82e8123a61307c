package dev.tidemark.transaction;

import dev.tidemark.durability.RecoveryTarget;
import dev.tidemark.index.SavedSection;
import dev.tidemark.storage.MultiVersionMap;
import dev.tidemark.types.CommitBatch;
import dev.tidemark.types.FileProblem;
import dev.tidemark.types.StoredVersion;

/** Fills the map of a database that is being opened. */
record MapRecovery(MultiVersionMap map) implements RecoveryTarget {
  @Override
  public void restore(SavedSection section) {
    map.restoreIndex(section);
  }

  @Override
  public void lost(FileProblem sections) {
    map.lostSections(sections);
  }

  @Override
  public void checkpointLoaded() {
    map.completeIndexes();
  }

  @Override
  public void committed(long version, long timeMicros) {
    map.committed(version, timeMicros);
  }

  @Override
  public void add(StoredVersion stored) {
    map.add(stored);
  }

  @Override
  public void apply(CommitBatch batch) {
    map.apply(batch);
  }
}
