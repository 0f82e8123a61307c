/** The primitives over the engine. */
module dev.tidemark.primitives {
  requires transitive dev.tidemark.core;

  exports dev.tidemark.json;
  exports dev.tidemark.kv;
  exports dev.tidemark.run;
  exports dev.tidemark.state;
  exports dev.tidemark.trace;
}
