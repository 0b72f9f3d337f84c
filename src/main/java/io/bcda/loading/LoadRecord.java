package io.bcda.loading;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A load as it is on record.
 *
 * @param id grows with time
 * @param file the file's name
 * @param finishedAt null while it runs
 * @param counts those of a load that runs are a few seconds old; lines of deletes are not on record
 */
public record LoadRecord(
    long id,
    String file,
    Instant startedAt,
    @Nullable Instant finishedAt,
    LoadState state,
    LoadCounts counts) {}
