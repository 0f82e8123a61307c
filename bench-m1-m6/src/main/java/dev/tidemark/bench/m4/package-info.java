/** What the layers cost over each other, and what durability costs over the bare disk. */
package dev.tidemark.bench.m4;
