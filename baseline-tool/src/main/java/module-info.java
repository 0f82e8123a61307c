/** Run records, gates, the run store and {@code compare-baseline}. */
module dev.tidemark.baseline {
  requires transitive com.fasterxml.jackson.databind;
  requires info.picocli;
  requires java.xml;

  exports dev.tidemark.runs;

  opens dev.tidemark.baseline.cli to
      info.picocli;
}
