/** Documents of JSON, changed part by part. */
package dev.tidemark.json;
