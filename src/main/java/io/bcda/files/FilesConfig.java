package io.bcda.files;

import java.io.IOException;
import java.nio.file.Path;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

@Configuration(proxyBeanMethods = false)
class FilesConfig {
  @Bean
  ExportFileStore exportFileStore(FilesSettings settings, Environment environment)
      throws IOException {
    Path home = Path.of(environment.getProperty("bcda.home", "bcda-data"));
    Path folder = settings.folder() == null ? home.resolve("exports") : settings.folder();
    return new FolderFileStore(folder, settings.compressionLevel(), settings.segment().toBytes());
  }
}
