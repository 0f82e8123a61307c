/** Other engines beside this one, on the same data, in one run. */
package dev.tidemark.bench.peers;
