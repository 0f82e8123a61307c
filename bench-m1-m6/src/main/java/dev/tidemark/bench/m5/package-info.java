/** JSON documents. */
package dev.tidemark.bench.m5;
