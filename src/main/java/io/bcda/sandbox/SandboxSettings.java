package io.bcda.sandbox;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The world that the sandbox makes on its first start.
 *
 * @param seed same seed, same world
 * @param people how many, 30 to 10,000
 * @param years of claims
 * @param postgresql whether the sandbox may use a PostgreSQL database, which must be empty
 */
@Validated
@ConfigurationProperties("bcda.sandbox")
record SandboxSettings(
    @DefaultValue("1") long seed,
    @DefaultValue("150") @Min(30) @Max(10000) int people,
    @DefaultValue("1") @Min(1) @Max(5) int years,
    @DefaultValue("false") boolean postgresql) {}
