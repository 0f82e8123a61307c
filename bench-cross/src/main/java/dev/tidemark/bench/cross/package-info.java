/** Several primitives, and several runs, in one transaction or one task of an agent. */
package dev.tidemark.bench.cross;
