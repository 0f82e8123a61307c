/** Run records, gates, the run store and {@code compare-baseline}. */
module dev.tidemark.baseline {
  requires transitive com.fasterxml.jackson.databind;

  exports dev.tidemark.runs;
}
