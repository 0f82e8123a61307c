package dev.tidemark.baseline.cli;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;

/**
 * What the schema {@code junit-10.xsd} of the Jenkins xUnit plugin 2.4.0, which Surefire and pytest
 * write to as well, demands of each element: the children and attributes that may be there, those
 * that must, and how a suite's time is written. Of the elements we never write, only the names.
 */
final class JenkinsJunit {

  /**
   * An element.
   *
   * @param children that may be there, in any number and order
   * @param required attributes
   * @param optional attributes
   */
  private record Demand(Set<String> children, Set<String> required, Set<String> optional) {}

  private static final Demand PROBLEM = new Demand(Set.of(), Set.of(), Set.of("type", "message"));
  private static final Map<String, Demand> DEMANDS =
      Map.of(
          "testsuites",
          new Demand(
              Set.of("testsuite"), Set.of(), Set.of("name", "time", "tests", "failures", "errors")),
          "testsuite",
          new Demand(
              Set.of("testsuite", "properties", "testcase", "system-out", "system-err"),
              Set.of("name", "tests", "failures", "errors"),
              Set.of(
                  "group",
                  "time",
                  "skipped",
                  "timestamp",
                  "hostname",
                  "id",
                  "package",
                  "file",
                  "log",
                  "url")),
          "testcase",
          new Demand(
              Set.of(
                  "skipped",
                  "error",
                  "failure",
                  "rerunFailure",
                  "rerunError",
                  "flakyFailure",
                  "flakyError",
                  "system-out",
                  "system-err"),
              Set.of("name"),
              Set.of("time", "classname", "group")),
          "failure",
          PROBLEM,
          "error",
          PROBLEM,
          "skipped",
          PROBLEM);
  private static final String SUITE_TIME = "(([0-9]{0,3},)*[0-9]{3}|[0-9]{0,3})*(\\.[0-9]*)?";

  private final List<String> complaints = new ArrayList<>();

  private JenkinsJunit() {}

  /** What the schema would refuse. */
  static List<String> complaints(String xml) throws Exception {
    JenkinsJunit check = new JenkinsJunit();
    Element root =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(xml)))
            .getDocumentElement();
    if (!root.getTagName().equals("testsuites")) {
      check.complaints.add("the root is " + root.getTagName());
    }
    check.element(root);
    return check.complaints;
  }

  private void element(Element element) {
    String name = element.getTagName();
    Demand demand = DEMANDS.get(name);
    if (demand == null) {
      complaints.add(name + " is no element that we write");
      return;
    }
    for (String required : demand.required()) {
      if (!element.hasAttribute(required)) {
        complaints.add(name + " lacks " + required);
      }
    }
    for (int i = 0; i < element.getAttributes().getLength(); i++) {
      String attribute = element.getAttributes().item(i).getNodeName();
      if (!demand.required().contains(attribute) && !demand.optional().contains(attribute)) {
        complaints.add(name + " must not have " + attribute);
      }
    }
    if (name.startsWith("testsuite") && !element.getAttribute("time").matches(SUITE_TIME)) {
      complaints.add(name + " has the time " + element.getAttribute("time"));
    }
    children(element, demand);
  }

  private void children(Element element, Demand demand) {
    for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element child) {
        if (!demand.children().contains(child.getTagName())) {
          complaints.add(element.getTagName() + " must not hold " + child.getTagName());
        }
        element(child);
      }
    }
  }
}
