package dev.tidemark.vector;

/**
 * Well-known embedding models with the dimension of their vectors. All of them are compared by
 * cosine. Where a model lets its caller shorten the vectors, the dimension is the full one: make a
 * {@link CollectionConfig} of your own for another.
 */
public enum EmbeddingModel {
  /** OpenAI text-embedding-3-small. */
  OPENAI_3_SMALL(1536),
  /** OpenAI text-embedding-3-large. */
  OPENAI_3_LARGE(3072),
  /** OpenAI text-embedding-ada-002. */
  OPENAI_ADA_002(1536),
  /** Google gemini-embedding-001. */
  GEMINI_EMBEDDING_001(3072),
  /** Cohere embed-english-v3.0. */
  COHERE_ENGLISH_V3(1024),
  /** Cohere embed-multilingual-v3.0. */
  COHERE_MULTILINGUAL_V3(1024),
  /** Cohere embed-english-light-v3.0. */
  COHERE_ENGLISH_LIGHT_V3(384),
  /** Mistral mistral-embed. */
  MISTRAL_EMBED(1024),
  /** sentence-transformers all-MiniLM-L6-v2. */
  ALL_MINILM_L6_V2(384),
  /** sentence-transformers all-mpnet-base-v2. */
  ALL_MPNET_BASE_V2(768),
  /** BAAI bge-small-en-v1.5. */
  BGE_SMALL_EN_V1_5(384),
  /** BAAI bge-base-en-v1.5. */
  BGE_BASE_EN_V1_5(768),
  /** BAAI bge-large-en-v1.5. */
  BGE_LARGE_EN_V1_5(1024),
  /** BAAI bge-m3. */
  BGE_M3(1024),
  /** intfloat e5-small-v2. */
  E5_SMALL_V2(384),
  /** intfloat e5-base-v2. */
  E5_BASE_V2(768),
  /** intfloat e5-large-v2. */
  E5_LARGE_V2(1024),
  /** intfloat multilingual-e5-large. */
  MULTILINGUAL_E5_LARGE(1024),
  /** Nomic nomic-embed-text-v1.5. */
  NOMIC_EMBED_TEXT_V1_5(768),
  /** mixedbread mxbai-embed-large-v1. */
  MXBAI_EMBED_LARGE_V1(1024);

  private final int dimension;

  EmbeddingModel(int dimension) {
    this.dimension = dimension;
  }

  /** What a collection of this model's vectors is created with. */
  public CollectionConfig config() {
    return new CollectionConfig(dimension, DistanceMetric.COSINE);
  }
}
