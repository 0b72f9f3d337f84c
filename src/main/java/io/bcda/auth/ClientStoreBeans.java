package io.bcda.auth;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Import;

/**
 * For a context that keeps clients but serves nobody, such as a command's: {@link ClientStore},
 * {@link ClientChanges}, {@link ClientKeyStore} and what they stand on in this room.
 */
@EnableConfigurationProperties({AuthSettings.class, AssertionSettings.class})
@Import({
  ClientStore.class,
  ClientChanges.class,
  ClientRows.class,
  FirstOperator.class,
  SecretStore.class,
  ClientKeyStore.class,
  JwksUrlRules.class
})
public final class ClientStoreBeans {}
