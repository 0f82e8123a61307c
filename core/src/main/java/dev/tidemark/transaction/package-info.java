/** Transactions: views, scopes, validation and the commit protocol. */
package dev.tidemark.transaction;
