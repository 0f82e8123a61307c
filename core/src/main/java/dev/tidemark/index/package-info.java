/** How a module derives an index from its key space: found at open, fed by installed versions. */
package dev.tidemark.index;
