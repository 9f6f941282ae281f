package dev.coalmine.embedded.eventbridge;

import java.util.List;
import java.util.Map;

/**
 * Event buses and rules, as they are saved.
 *
 * @param buses all but the default one
 * @param rules of all buses
 */
record SavedRules(List<SavedBus> buses, List<SavedRule> rules) {

  /**
   * One bus.
   *
   * @param name its name
   * @param description empty for none
   */
  record SavedBus(String name, String description) {}

  /**
   * One rule.
   *
   * @param bus the bus' name
   * @param request PutRule's input
   * @param targets the entries of PutTargets
   */
  record SavedRule(String bus, Map<String, Object> request, List<Map<String, Object>> targets) {}
}
