/** The engine. Packages that are not exported are its machinery. */
module dev.tidemark.core {
  exports dev.tidemark;
  exports dev.tidemark.index;
  exports dev.tidemark.transaction;
  exports dev.tidemark.types;

  uses dev.tidemark.index.IndexProvider;
}
