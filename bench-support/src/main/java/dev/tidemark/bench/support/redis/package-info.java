/** A Redis server beside this engine, where there is one. */
package dev.tidemark.bench.support.redis;
