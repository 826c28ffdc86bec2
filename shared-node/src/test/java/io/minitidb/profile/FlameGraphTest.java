package io.minitidb.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class FlameGraphTest {

  private static Document parse(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<String> titles(Document svg) {
    NodeList titles = svg.getElementsByTagName("title");
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < titles.getLength(); i++) {
      texts.add(titles.item(i).getTextContent());
    }
    return texts;
  }

  @Test
  void everyFrameTellsItsNameAndShare() throws Exception {
    Document svg =
        parse(FlameGraph.svg(FlameRowsTest.profile("a;b", 75, "c", 25), "tidb-0 & <friends>"));
    assertThat(titles(svg))
        .containsExactly(
            "root, 100% (100 nanoseconds) ",
            "x.Y.a, 75.00% (75 nanoseconds) x/Y.java:7",
            "x.Y.b, 75.00% (75 nanoseconds) x/Y.java:7",
            "x.Y.c, 25.00% (25 nanoseconds) x/Y.java:7");
    assertThat(svg.getElementsByTagName("text").item(0).getTextContent())
        .isEqualTo("tidb-0 & <friends>");
  }

  @Test
  void aFrameIsAsWideAsItsShareAndStandsOnItsCaller() throws Exception {
    Document svg = parse(FlameGraph.svg(FlameRowsTest.profile("a;b", 75, "c", 25), "t"));
    NodeList frames = svg.getElementsByTagName("g");
    List<String> places = new ArrayList<>();
    for (int i = 0; i < frames.getLength(); i++) {
      Element frame = (Element) frames.item(i);
      places.add(
          "%s %s+%s at %s"
              .formatted(
                  frame.getAttribute("data-name"),
                  frame.getAttribute("data-x"),
                  frame.getAttribute("data-w"),
                  frame.getAttribute("data-d")));
    }
    assertThat(places)
        .containsExactly(
            "root 0.00+1200.00 at 0",
            "x.Y.a 0.00+900.00 at 1",
            "x.Y.b 0.00+900.00 at 2",
            "x.Y.c 900.00+300.00 at 1");
  }

  @Test
  void aNarrowFrameShowsTheNameWithoutItsPackage() throws Exception {
    Profile.Builder profile = new Profile.Builder(ProfileKind.CPU);
    profile.add(List.of(Frame.of("io.minitidb.cop.exec.Executor", "next", 1)), 15);
    profile.add(List.of(Frame.of("java.lang.Thread", "run", 1)), 85);
    NodeList texts =
        parse(FlameGraph.svg(profile.build(Duration.ZERO), "x")).getElementsByTagName("text");
    List<String> labels = new ArrayList<>();
    for (int i = 2; i < texts.getLength(); i++) {
      labels.add(texts.item(i).getTextContent());
    }
    assertThat(labels).containsExactly("root 100%", "java.lang.Thread.run 85.00%", "Executor.next");
  }

  @Test
  void namesThatXmlDislikesAndAnEmptyProfileStayWellFormed() throws Exception {
    Profile.Builder odd = new Profile.Builder(ProfileKind.ALLOCS);
    odd.add(List.of(Frame.named("<init> & \"co\" ]]> \u0001"), Frame.named("[]")), 5);
    assertThat(titles(parse(FlameGraph.svg(odd.build(Duration.ZERO), "x"))))
        .anyMatch(title -> title.startsWith("<init> & \"co\" ]]> ?, 100% (5 bytes)"));
    assertThat(titles(parse(FlameGraph.svg(FlameRowsTest.profile(), "x")))).hasSize(1);
  }
}
