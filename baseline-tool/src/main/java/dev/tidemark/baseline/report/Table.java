package dev.tidemark.baseline.report;

import java.util.List;

/** A titled table; one without lines says "none". */
record Table(String title, List<String> header, List<Line> lines) {

  record Line(List<String> cells, Style style) {}
}
