/** Transactions: commits of one and of several keys, read-modify-write, compare-and-set. */
package dev.tidemark.bench.m2;
