package io.bcda.files;

import io.bcda.settings.BcdaHome;
import java.io.IOException;
import java.nio.file.Path;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class FilesConfig {
  @Bean
  ExportFileStore exportFileStore(FilesSettings settings, BcdaHome home) throws IOException {
    Path folder = settings.folder() == null ? home.resolve("exports") : settings.folder();
    return new FolderFileStore(folder, settings.compressionLevel(), settings.segment().toBytes());
  }
}
