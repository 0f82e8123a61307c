/** The engine. Packages that are not exported are its machinery. */
module dev.tidemark.core {
  requires jdk.jfr;

  exports dev.tidemark;
  exports dev.tidemark.index;
  exports dev.tidemark.transaction;
  exports dev.tidemark.types;

  uses dev.tidemark.index.IndexProvider;
}
