/** Run records, gates, the run store and {@code compare-baseline}. */
module dev.tidemark.baseline {
  requires transitive com.fasterxml.jackson.databind;
  requires info.picocli;
  requires java.xml;
  requires org.apache.commons.statistics.distribution;
  requires org.apache.commons.statistics.inference;

  exports dev.tidemark.runs;

  opens dev.tidemark.baseline.cli to
      info.picocli;
}
