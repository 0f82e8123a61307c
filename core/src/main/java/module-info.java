/** The engine. */
module dev.tidemark.core {
  exports dev.tidemark.types;
}
