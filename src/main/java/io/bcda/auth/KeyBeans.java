package io.bcda.auth;

import io.bcda.settings.BcdaHome;
import io.bcda.settings.RunMode;
import io.bcda.settings.ServerSettings;
import java.time.Clock;
import java.util.function.Supplier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;

/**
 * For a context that looks after signing keys and denied tokens but serves nobody, such as a
 * command's: {@link KeyRotation}, {@link TokenDenials}. Nothing is asked of the settings before it
 * is.
 */
@EnableConfigurationProperties({AuthSettings.class, KeySettings.class})
@Import({SigningKeyStore.class, DeniedTokens.class, TokenDenials.class})
public final class KeyBeans {

  @Bean
  @Lazy
  KeyRotation keyRotation(
      SigningKeyStore store,
      AuthSettings auth,
      KeySettings settings,
      ServerSettings server,
      RunMode mode,
      Clock clock) {
    Supplier<KeySeal> seal =
        () -> KeyEncryptionKey.seal(auth.keyEncryptionKey(), mode, new BcdaHome(server.home()));
    return new KeyRotation(store, seal, AuthConfiguration.maker(), settings, clock);
  }
}
