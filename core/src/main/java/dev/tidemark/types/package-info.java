/** What the engine stores and how it names it: keys, values, mutations, versions, errors. */
package dev.tidemark.types;
