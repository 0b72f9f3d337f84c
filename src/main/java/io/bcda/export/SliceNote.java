package io.bcda.export;

import ca.uhn.fhir.model.api.IModelJson;
import com.fasterxml.jackson.annotation.JsonProperty;

/** batch2's chunk between the steps: the number of a slice, or {@link #NO_SLICES}. */
class SliceNote implements IModelJson {
  /** batch2 ends a job early when a step yields nothing; an empty export has a manifest too. */
  static final int NO_SLICES = -1;

  @JsonProperty("slice")
  private int slice;

  SliceNote() {}

  SliceNote(int slice) {
    this.slice = slice;
  }

  int slice() {
    return slice;
  }
}
