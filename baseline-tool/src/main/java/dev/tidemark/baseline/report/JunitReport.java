package dev.tidemark.baseline.report;

import dev.tidemark.baseline.compare.Comparison;
import dev.tidemark.baseline.compare.Row;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * A comparison as JUnit XML: a test case for each row, each missed gate and each thing that is
 * missing. What fails the comparison is a failure; a row without an answer was skipped.
 */
public final class JunitReport {

  private static final String SUITE = "compare-baseline";

  /** One test case; without a finding it passed. */
  private record Case(String group, String name, Optional<Finding> finding) {

    boolean failed() {
      return finding.filter(f -> f.level() == Finding.Level.ERROR).isPresent();
    }

    boolean skipped() {
      return finding.filter(f -> f.level() == Finding.Level.WARNING).isPresent();
    }
  }

  private final XMLStreamWriter out;

  private JunitReport(XMLStreamWriter out) {
    this.out = out;
  }

  /** The whole report, ending in a newline. */
  public static String render(Comparison comparison) {
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter writer = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
      new JunitReport(writer).write(comparison);
      writer.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("a string takes any XML", e);
    }
    return text.append('\n').toString();
  }

  private void write(Comparison comparison) throws XMLStreamException {
    List<Case> cases = cases(comparison);
    out.writeStartDocument("UTF-8", "1.0");
    newLine();
    out.writeStartElement("testsuites");
    newLine();
    out.writeStartElement("testsuite");
    attribute("name", SUITE + " " + comparison.base().name() + " " + comparison.current().name());
    attribute("tests", String.valueOf(cases.size()));
    attribute("failures", String.valueOf(cases.stream().filter(Case::failed).count()));
    attribute("errors", "0");
    attribute("skipped", String.valueOf(cases.stream().filter(Case::skipped).count()));
    attribute("time", "0");
    attribute("timestamp", seconds(comparison.current().timestamp().toString()));
    newLine();
    for (Case each : cases) {
      write(each);
    }
    out.writeEndElement();
    newLine();
    out.writeEndElement();
    out.writeEndDocument();
  }

  private static List<Case> cases(Comparison comparison) {
    Map<String, Finding> ofRows = new LinkedHashMap<>();
    List<Case> others = new ArrayList<>();
    for (Finding finding : Finding.of(comparison)) {
      if (comparison.rows().stream().anyMatch(row -> isOf(row, finding))) {
        ofRows.put(finding.subject(), finding);
      } else {
        others.add(new Case(finding.rule(), finding.subject(), Optional.of(finding)));
      }
    }
    List<Case> cases = new ArrayList<>();
    for (Row row : comparison.rows()) {
      cases.add(new Case("benchmark", row.id(), Optional.ofNullable(ofRows.get(row.id()))));
    }
    cases.addAll(others);
    return cases;
  }

  private static boolean isOf(Row row, Finding finding) {
    return row.id().equals(finding.subject()) && row.verdict().name().equals(finding.rule());
  }

  private void write(Case each) throws XMLStreamException {
    out.writeStartElement("testcase");
    attribute("classname", SUITE + "." + each.group());
    attribute("name", each.name());
    attribute("time", "0");
    if (each.failed()) {
      Finding finding = each.finding().get();
      out.writeStartElement("failure");
      attribute("message", finding.message());
      attribute("type", finding.rule());
      out.writeEndElement();
    } else if (each.skipped()) {
      out.writeStartElement("skipped");
      attribute("message", each.finding().get().rule() + ": " + each.finding().get().message());
      out.writeEndElement();
    }
    out.writeEndElement();
    newLine();
  }

  private void newLine() throws XMLStreamException {
    out.writeCharacters("\n");
  }

  private void attribute(String name, String value) throws XMLStreamException {
    out.writeAttribute(name, printable(value));
  }

  /** XML has no place for control characters, not even escaped. */
  private static String printable(String text) {
    StringBuilder printable = new StringBuilder();
    text.codePoints()
        .map(c -> c < 0x20 && c != '\t' && c != '\n' && c != '\r' ? 0xFFFD : c)
        .map(c -> (c >= 0xD800 && c <= 0xDFFF) || c == 0xFFFE || c == 0xFFFF ? 0xFFFD : c)
        .forEach(printable::appendCodePoint);
    return printable.toString();
  }

  private static String seconds(String instant) {
    return instant.replaceFirst("(\\.\\d+)?Z$", "");
  }
}
