/** The primitives over the engine. */
module dev.tidemark.primitives {
  requires transitive dev.tidemark.core;

  exports dev.tidemark.event;
  exports dev.tidemark.json;
  exports dev.tidemark.kv;
  exports dev.tidemark.run;
  exports dev.tidemark.state;
  exports dev.tidemark.trace;

  provides dev.tidemark.index.IndexProvider with
      dev.tidemark.event.EventIndexProvider;
}
