package io.bcda.api;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.server.ConfigurableServletWebServerFactory;
import org.springframework.stereotype.Component;

/**
 * Gives the embedded container an empty document root. By default that is the war itself: Tomcat
 * then reads all of its libraries, for seconds, for each class path resource that is not there.
 * Nothing is served from it; our pages come from the class path.
 */
@Component
class DocumentRoot implements WebServerFactoryCustomizer<ConfigurableServletWebServerFactory> {
  @Override
  public void customize(ConfigurableServletWebServerFactory factory) {
    try {
      File empty = Files.createTempDirectory("bcda-docbase").toFile();
      empty.deleteOnExit();
      factory.setDocumentRoot(empty);
    } catch (IOException e) {
      throw new IllegalStateException("no temporary folder can be made", e);
    }
  }
}
