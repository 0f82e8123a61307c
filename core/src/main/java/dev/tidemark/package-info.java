/** The database: open it, read it, write to it, close it. */
package dev.tidemark;
