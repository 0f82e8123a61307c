/** What the engine tells of itself: listeners, latencies, events of the JDK's flight recorder. */
package dev.tidemark.telemetry;
