package dev.tidemark.baseline.compare;

import dev.tidemark.runs.RunStore.StoredRun;
import java.util.Optional;

/**
 * What was measured a second time: an id it holds gets its verdict only if both times agree.
 *
 * @param base empty when CURRENT alone was: both times are then compared with one measurement of
 *     BASE, and share its luck
 * @param current RUN2, of CURRENT's build
 */
public record Repetition(Optional<StoredRun> base, StoredRun current) {}
