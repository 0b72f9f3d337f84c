package io.bcda;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** What the README's first command rests on, which no other test runs. */
class PomTest {
  private static final String STARTED_WITH =
      "//plugin[artifactId='spring-boot-maven-plugin']/configuration/profiles/*";
  private static final String PROFILES = "/project/profiles/profile/id";

  @Test
  void givenThePom_whenTheServerIsRunByMaven_thenAsTheSandbox() throws Exception {
    assertThat(texts(STARTED_WITH)).containsExactly("sandbox");
  }

  @Test
  void givenThePom_whenItsProfilesAreRead_thenEachIsThereOnce() throws Exception {
    assertThat(texts(PROFILES)).isNotEmpty().doesNotHaveDuplicates();
    assertThat(texts("//profile/id")).hasSameSizeAs(texts(PROFILES));
  }

  @Test
  void givenThePom_whenItsPluginsAreRead_thenVersionsConvergeAndAnSbomIsMade() throws Exception {
    assertThat(texts("/project/build/plugins/plugin/artifactId"))
        .contains("cyclonedx-maven-plugin", "maven-enforcer-plugin");
    assertThat(texts("//requireJavaVersion/..//dependencyConvergence")).hasSize(1);
    assertThat(texts("//version"))
        .noneMatch(v -> v.contains("SNAPSHOT") || v.equals("LATEST") || v.equals("RELEASE"))
        .filteredOn(v -> v.startsWith("[") || v.contains(","))
        .containsExactly("[17,)", "[3.8.1,)"); // of Java and Maven
  }

  private static List<String> texts(String path) throws Exception {
    Document pom =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(Path.of("pom.xml").toFile());
    NodeList nodes =
        (NodeList)
            XPathFactory.newInstance().newXPath().evaluate(path, pom, XPathConstants.NODESET);
    return IntStream.range(0, nodes.getLength())
        .mapToObj(i -> nodes.item(i).getTextContent().strip())
        .toList();
  }
}
