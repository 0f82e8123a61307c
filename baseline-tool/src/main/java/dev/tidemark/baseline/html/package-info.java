/** A comparison as one HTML file that needs nothing else. */
package dev.tidemark.baseline.html;
