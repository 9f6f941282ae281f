package dev.coalmine.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * A page as a strict XML parser reads it.
 *
 * @param html the page
 * @param tree the parsed page
 */
record ParsedPage(String html, Document tree) {
  static ParsedPage of(ReleaseHistory history) {
    String html = ReportPage.document(history);
    try {
      byte[] xml = html.replaceFirst("<!doctype html>", "").strip().getBytes(UTF_8);
      return new ParsedPage(
          html,
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(new ByteArrayInputStream(xml)));
    } catch (Exception e) {
      throw new AssertionError("not well-formed: " + html, e);
    }
  }

  /** All elements of a name and a class. */
  List<Element> all(String tag, String style) {
    return elements(tag).stream()
        .filter(element -> element.getAttribute("class").equals(style))
        .toList();
  }

  private List<Element> elements(String tag) {
    NodeList found = tree.getElementsByTagName(tag);
    List<Element> all = new ArrayList<>();
    for (int i = 0; i < found.getLength(); i++) {
      all.add((Element) found.item(i));
    }
    return all;
  }

  /** The names of all elements. */
  List<String> names() {
    return elements("*").stream().map(Element::getTagName).distinct().toList();
  }

  /** The names of all attributes. */
  List<String> attributes() {
    List<String> names = new ArrayList<>();
    for (Element element : elements("*")) {
      for (int i = 0; i < element.getAttributes().getLength(); i++) {
        names.add(element.getAttributes().item(i).getNodeName());
      }
    }
    return names;
  }

  /** The text of the page, from the header on. */
  String text() {
    Element body = elements("body").get(0);
    String sheet = body.getElementsByTagName("style").item(0).getTextContent();
    return body.getTextContent().replace(sheet, "");
  }
}
