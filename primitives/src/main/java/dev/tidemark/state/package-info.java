/** Values that many writers change without losing an update. */
package dev.tidemark.state;
