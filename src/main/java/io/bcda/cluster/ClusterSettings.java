package io.bcda.cluster;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How batch2 runs on a node.
 *
 * @param workers chunks that run at once on this node
 * @param tick the safety net's pace; passes come by event before it
 * @param lease how long a chunk may go without a sign of life before it is run again
 */
@Validated
@ConfigurationProperties("bcda.cluster")
record ClusterSettings(
    @DefaultValue("2") @Min(1) @Max(64) int workers,
    @DefaultValue("10s") @NotNull Duration tick,
    @DefaultValue("60s") @NotNull Duration lease) {}
