/** What an agent did and thought, step by step, and what each step followed from. */
package dev.tidemark.trace;
