package io.bcda.api;

import io.bcda.export.ExportLevel;
import io.bcda.export.KickOffManner.Method;
import java.util.Optional;

/**
 * The parameters of a kick-off, as texts, wherever they stood.
 *
 * @param values from the query of a GET or the body of a POST
 * @param level empty for a group that does not exist
 */
record KickOffInput(QueryParameters values, Method method, Optional<ExportLevel> level) {}
