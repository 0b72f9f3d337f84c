package io.bcda.settings;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What concerns the server as a whole.
 *
 * @param home the one folder that the server writes to; made at start
 * @param publicUrl the address under which clients reach the server, for example {@code
 *     https://bcda.example.org}. It begins every absolute URL and is the issuer of tokens. Required
 *     outside the sandbox
 * @param version what {@code /_version} and {@code /_auth} tell
 */
@ConfigurationProperties("bcda")
public record ServerSettings(
    @DefaultValue("./bcda-data") Path home,
    @Nullable String publicUrl,
    @DefaultValue("development") String version) {}
