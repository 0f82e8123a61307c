package dev.tidemark.baseline.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;

/** What surrounds the process. */
record Console(
    PrintWriter out, PrintWriter err, Path workingDirectory, Map<String, String> environment) {}
