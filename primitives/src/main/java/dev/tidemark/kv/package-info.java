/** Values by key. */
package dev.tidemark.kv;
