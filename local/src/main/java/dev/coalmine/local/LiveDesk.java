package dev.coalmine.local;

import dev.coalmine.local.live.Desk;
import dev.coalmine.local.remote.Account;
import dev.coalmine.local.remote.Failure;
import dev.coalmine.local.remote.Pace;
import dev.coalmine.local.remote.Releases;
import dev.coalmine.local.remote.Sighting;
import dev.coalmine.release.Release;
import dev.coalmine.release.Steering;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Does what the live page's buttons say as the command line would, at the same endpoint. */
final class LiveDesk implements Desk {
  private static final String BY = "live page";
  private static final String REVERT = "revert";

  private final URI endpoint;
  private final Pace pace;

  LiveDesk(URI endpoint, Pace pace) {
    this.endpoint = endpoint;
    this.pace = pace;
  }

  @Override
  public List<String> fit(Release release) {
    return Tell.words().stream()
        .filter(word -> Steering.unfit(release, Tell.command(word).orElseThrow()).isEmpty())
        .toList();
  }

  @Override
  public Answer tell(String execution, String word, String why) {
    return asked(
        execution,
        account -> {
          Sighting release = new Releases(account).at(execution).orElseThrow();
          return word.equals(REVERT)
              ? Revert.revert(account, release, Optional.empty(), BY, why)
              : Tell.tell(
                  account,
                  release,
                  Tell.command(word)
                      .orElseThrow(() -> Failure.usage("there is no command " + word)),
                  BY,
                  why);
        });
  }

  @Override
  public Answer start(String request) {
    return asked("", account -> Start.start(account, request));
  }

  @Override
  public String suggestion() {
    try {
      return Files.readString(Local.root().resolve("events/release.json"));
    } catch (IOException missing) {
      return "{\"function\": \"orders\"}";
    }
  }

  private Answer asked(String execution, Function<Account, Remote.Answer> work) {
    try (Account account = Account.of(Optional.of(endpoint), World.NAME, execution, pace)) {
      Remote.Answer answer = work.apply(account);
      Map<String, Object> tree = new LinkedHashMap<>(answer.tree());
      tree.put("says", answer.lines().get(0));
      return new Answer(status(answer.exitCode()), tree);
    } catch (Failure failure) {
      return Answer.of(status(failure.exitCode()), failure.getMessage());
    }
  }

  private static int status(int exitCode) {
    return switch (exitCode) {
      case 0 -> 200;
      case Failure.USAGE -> 400;
      case Failure.UNAVAILABLE -> 502;
      default -> 409;
    };
  }
}
