/**
 * An accepted request to plan, slices and manifest; jobs and their retention. Owns tables:
 * export_job, export_slice, export_file, export_omitted.
 */
@NullMarked
package io.bcda.export;

import org.jspecify.annotations.NullMarked;
