package io.bcda.auth;

import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import io.bcda.web.AddressLiteral;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** From where a client may come. */
public final class ClientAddresses {
  /** From everywhere. */
  public static final ClientAddresses ANY = new ClientAddresses(List.of());

  private static final int MOST = 32;
  private final List<AddressRange> ranges;

  private ClientAddresses(List<AddressRange> ranges) {
    this.ranges = List.copyOf(ranges);
  }

  /**
   * Only these ranges, each as {@code 192.0.2.0/24}, {@code 2001:db8::/32} or a single address.
   *
   * @throws Refusal MALFORMED if one is no range, or there are none or more than 32
   */
  public static ClientAddresses of(List<String> ranges) {
    if (ranges.isEmpty() || ranges.size() > MOST) {
      throw new Refusal(Reason.MALFORMED, "A client has 1 to 32 address ranges, or any");
    }
    List<AddressRange> parsed = new ArrayList<>();
    ranges.forEach(r -> parsed.add(AddressRange.parse(r.strip())));
    return new ClientAddresses(parsed.stream().distinct().toList());
  }

  static ClientAddresses ofColumn(@Nullable String column) {
    return column == null ? ANY : of(Arrays.asList(column.split(" ")));
  }

  @Nullable String column() {
    return isAny() ? null : ranges.stream().map(String::valueOf).collect(Collectors.joining(" "));
  }

  public boolean isAny() {
    return ranges.isEmpty();
  }

  /** The ranges as text; empty for everywhere. */
  public List<String> ranges() {
    return ranges.stream().map(String::valueOf).toList();
  }

  /** Whether a request may come from here; what is no address comes from nowhere. */
  public boolean allow(String remoteAddress) {
    return isAny()
        || AddressLiteral.ofRequest(remoteAddress)
            .filter(a -> ranges.stream().anyMatch(r -> r.includes(a)))
            .isPresent();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ClientAddresses that && ranges.equals(that.ranges);
  }

  @Override
  public int hashCode() {
    return ranges.hashCode();
  }

  /** For people. */
  @Override
  public String toString() {
    return isAny() ? "any" : String.join(",", ranges());
  }
}
