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
    int level = settings.compressionLevel();
    RawDeflate.Source deflate = Compressors.choose(settings.compressor(), level, IsalLibrary.NAME);
    return new FolderFileStore(folder, new FileShape(deflate, level, settings.segment().toBytes()));
  }
}
