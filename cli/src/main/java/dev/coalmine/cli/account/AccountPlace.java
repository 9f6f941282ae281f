package dev.coalmine.cli.account;

import java.net.URI;
import java.util.Optional;

/**
 * Where an account is, as the options of a command say. What they leave out is read as the AWS CLI
 * reads it.
 *
 * @param endpoint of another AWS than that of the Region
 * @param region such as eu-central-1
 * @param profile in the files of the AWS CLI
 * @param workflow name or ARN of Coalmine's state machine; if empty, it is looked for
 */
public record AccountPlace(
    Optional<URI> endpoint,
    Optional<String> region,
    Optional<String> profile,
    Optional<String> workflow) {

  /** The account behind an endpoint. */
  public static AccountPlace at(URI endpoint, String workflow) {
    return new AccountPlace(
        Optional.of(endpoint), Optional.empty(), Optional.empty(), Optional.of(workflow));
  }
}
