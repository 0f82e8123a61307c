/** Every id of a module: which method it is, which profile it belongs to, how it is selected. */
package dev.tidemark.bench.support.catalog;
