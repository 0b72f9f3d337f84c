package io.bcda.store;

import jakarta.validation.constraints.NotBlank;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Which claims are kept from ACOs.
 *
 * @param codes {@code built-in}, {@code none}, or the path of a file of codes
 */
@Validated
@ConfigurationProperties("bcda.sensitive")
record SensitiveSettings(@DefaultValue("built-in") @NotBlank String codes) {}
